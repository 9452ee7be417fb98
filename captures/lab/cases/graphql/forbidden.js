import { joinTransportWs, serveTransportWs } from "../../lib/graphql.js";

export default {
  title: "GraphQL over WebSocket: graphql-ws's onConnect returns false, close code 4403",
  description: `
The server closes in place of connection_ack, with the library's reason "Forbidden".`,
  port: 3809,
  packages: ["graphql-ws", "graphql", "ws"],
  server: (scene) => serveTransportWs(scene, { onConnect: () => false }),
  client: (scene) => joinTransportWs(scene, { connectionParams: { token: "wrong" } }).over,
};
