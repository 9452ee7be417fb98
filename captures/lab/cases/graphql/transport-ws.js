import { joinTransportWs, serveTransportWs, talk } from "../../lib/graphql.js";

// graphql-ws itself never sends a ping of the subprotocol from a server; its applications may.
function onConnect({ connectionParams, extra }) {
  setTimeout(() => extra.socket.send(JSON.stringify({ type: "ping", payload: { from: "the server" } })), 120);
  return { hello: connectionParams.name };
}

async function client(scene) {
  const { run, close, over } = joinTransportWs(scene, { connectionParams: { name: "Zoë" }, keepAlive: 250 });
  await talk(run);
  close();
  await over;
}

export default {
  title: "GraphQL over WebSocket, graphql-transport-ws: query, mutation, two subscriptions, pings",
  description: `
connection_init and connection_ack carry a payload. The server completes the query, the mutations and the first subscription; the
client completes the second one. The client's library pings 250 ms after connection_init and after each pong, the server's
application once. The client closes with 1000. The ids are a counter's, by default they are random UUIDs.`,
  port: 3804,
  packages: ["graphql-ws", "graphql", "ws"],
  server: (scene) => serveTransportWs(scene, { onConnect }),
  client,
};
