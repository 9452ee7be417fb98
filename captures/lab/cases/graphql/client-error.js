import { joinTransportWs, serveTransportWs } from "../../lib/graphql.js";

async function connectionParams() {
  throw new Error("not signed in");
}

export default {
  title: "GraphQL over WebSocket: a client cannot make its connection_init, and closes with 4005",
  description: `
connectionParams of the client of graphql-ws throws when the WebSocket is open. The reason is the message of the exception.`,
  port: 3826,
  packages: ["graphql-ws", "graphql", "ws"],
  server: serveTransportWs,
  client: (scene) => joinTransportWs(scene, { connectionParams }).over,
};
