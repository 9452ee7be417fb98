import { joinLegacy, serveLegacy } from "../../lib/graphql.js";

async function onConnect({ token }) {
  if (token === "old") throw new Error("the token has expired");
  return false;
}

async function client(scene) {
  await joinLegacy({ ...scene, log: scene.log.of(1) }, { connectionParams: { token: "wrong" } }).over;
  const { run, over } = joinLegacy({ ...scene, log: scene.log.of(2) }, { connectionParams: { token: "old" } });
  run({ query: "subscription { ticks(every: 100) }" });
  await over;
}

export default {
  title: "GraphQL over WebSocket, the older subprotocol: connection_error, then close code 1011",
  description: `
onConnect of subscriptions-transport-ws returns false for client 1, and throws for client 2. Client 2 has sent start before the
answer came, and gets error for it as well. The server closes 10 ms after connection_error.`,
  port: 3820,
  packages: ["subscriptions-transport-ws", "graphql", "ws"],
  server: (scene) => serveLegacy(scene, { numbered: true, onConnect }),
  client,
};
