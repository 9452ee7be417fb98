import { openByHand, serveTransportWs } from "../../lib/graphql.js";
import { closed } from "../../lib/websocket.js";

export default {
  title: "GraphQL over WebSocket: a client that never sends connection_init, close code 4408",
  description: `
The client is the package ws. The server of graphql-ws waits for three seconds, its default.`,
  port: 3811,
  packages: ["graphql-ws", "graphql", "ws"],
  server: serveTransportWs,
  client: async (scene) => closed(await openByHand(scene)),
};
