import { initialise, openByHand, say, serveTransportWs } from "../../lib/graphql.js";
import { closed } from "../../lib/websocket.js";

async function client(scene) {
  const socket = await openByHand(scene);
  await initialise(socket, { token: "first" });
  say(socket, { type: "connection_init", payload: { token: "second" } });
  await closed(socket);
}

export default {
  title: "GraphQL over WebSocket: connection_init twice, close code 4429",
  description: `
The client is the package ws. The server of graphql-ws has acknowledged the first one.`,
  port: 3812,
  packages: ["graphql-ws", "graphql", "ws"],
  server: serveTransportWs,
  client,
};
