import { joinTransportWs, serveTransportWs } from "../../lib/graphql.js";

export default {
  title: "GraphQL over WebSocket: connection_init is never answered, and the client closes with 4504",
  description: `
The server's onConnect never ends. The client of graphql-ws waits for 1.5 s (connectionAckWaitTimeout; by default forever).`,
  port: 3818,
  packages: ["graphql-ws", "graphql", "ws"],
  server: (scene) => serveTransportWs(scene, { onConnect: () => new Promise(() => {}) }),
  client: (scene) => joinTransportWs(scene, { connectionAckWaitTimeout: 1500 }).over,
};
