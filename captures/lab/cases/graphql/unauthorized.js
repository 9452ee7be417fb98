import { setTimeout as sleep } from "node:timers/promises";
import { joinTransportWs, serveTransportWs } from "../../lib/graphql.js";

const lifetimeMs = 400;

async function onConnect({ connectionParams: { token }, extra: { socket } }) {
  const expire = () => socket.close(4401, `Token expired: ${token}`);
  if (token === "old") return expire();
  setTimeout(expire, lifetimeMs);
}

async function client(scene) {
  await joinTransportWs({ ...scene, log: scene.log.of(1) }, { connectionParams: { token: "old" } }).over;
  const { run, over } = joinTransportWs({ ...scene, log: scene.log.of(2) }, { connectionParams: { token: "new" } });
  run({ query: "subscription { ticks(every: 150) }" });
  await over;
  await sleep(200);
}

export default {
  title: "GraphQL over WebSocket: a server closes with 4401 and a reason of its own, at the beginning and in a subscription",
  description: `
The first client's token is no good: its application closes in onConnect, and no connection_ack comes. The second one's expires
while a subscription runs.`,
  port: 3810,
  packages: ["graphql-ws", "graphql", "ws"],
  server: (scene) => serveTransportWs(scene, { numbered: true, onConnect }),
  client,
};
