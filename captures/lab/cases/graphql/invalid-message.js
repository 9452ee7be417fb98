import { initialise, openByHand, serveTransportWs } from "../../lib/graphql.js";
import { closed } from "../../lib/websocket.js";

const invalid = [
  "hello",
  '{"id":"1","type":"start","payload":{"query":"{ messages(room: \\"lobby\\") { id } }"}}',
  '{"id":1,"type":"subscribe","payload":{"query":"{ messages(room: \\"lobby\\") { id } }"}}',
  '{"id":"1","type":"subscribe","payload":{"variables":{"room":"lobby"}}}',
];

async function client(scene) {
  for (const [i, text] of invalid.entries()) {
    const socket = await openByHand({ ...scene, log: scene.log.of(i + 1) });
    await initialise(socket);
    socket.send(text);
    await closed(socket);
  }
}

export default {
  title: "GraphQL over WebSocket: messages that are none of graphql-transport-ws, close code 4400",
  description: `
Four clients of the package ws: text that is not JSON, start of the older subprotocol, an id that is a number, and a subscribe
without a query. The server of graphql-ws gives all of them the same reason. Its log has what it does not take as message.`,
  port: 3815,
  packages: ["graphql-ws", "graphql", "ws"],
  server: (scene) => serveTransportWs(scene, { numbered: true }),
  client,
};
