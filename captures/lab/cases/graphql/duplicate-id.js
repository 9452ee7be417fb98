import { once } from "node:events";
import { initialise, openByHand, say, serveTransportWs } from "../../lib/graphql.js";
import { closed } from "../../lib/websocket.js";

async function client(scene) {
  const socket = await openByHand(scene);
  await initialise(socket);
  const subscribe = (query) => say(socket, { id: "feed", type: "subscribe", payload: { query } });
  subscribe("subscription { ticks(every: 100) }");
  await once(socket, "message");
  await once(socket, "message");
  subscribe('subscription { posted(room: "lobby") { id } }');
  await closed(socket);
}

export default {
  title: "GraphQL over WebSocket: a second subscribe with the id of a running one, close code 4409",
  description: `
The client is the package ws. The server of graphql-ws closes, and with that ends the first subscription as well.`,
  port: 3813,
  packages: ["graphql-ws", "graphql", "ws"],
  server: serveTransportWs,
  client,
};
