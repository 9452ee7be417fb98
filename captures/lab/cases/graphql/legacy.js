import { joinLegacy, serveLegacy, talk } from "../../lib/graphql.js";

async function client(scene) {
  const { run, close, over } = joinLegacy(scene, { connectionParams: { name: "Zoë" } });
  await talk(run);
  close();
  await over;
}

export default {
  title: "GraphQL over WebSocket, the older subprotocol graphql-ws: start, data, stop, ka, connection_terminate",
  description: `
Query, mutation and two subscriptions by subscriptions-transport-ws (its server on the package ws 7 that it brings, its client on
the one below). The client does not wait for connection_ack: the first start comes right after connection_init. The server sends
ka with connection_ack and then every 250 ms. It answers the client's stop with complete. The client ends with
connection_terminate and a close frame without a code.`,
  port: 3805,
  packages: ["subscriptions-transport-ws", "graphql", "ws"],
  server: (scene) => serveLegacy(scene, { keepAlive: 250, onConnect: () => ({}) }),
  client,
};
