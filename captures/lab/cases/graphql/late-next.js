import { setTimeout as sleep } from "node:timers/promises";
import { joinTransportWs, serveTransportWs } from "../../lib/graphql.js";

async function client(scene) {
  const { run, close, over } = joinTransportWs(scene);
  await run({ query: "subscription { ticks(every: 200) }" }, 3);
  await sleep(400);
  close();
  await over;
}

export default {
  title: "GraphQL over WebSocket: a next comes after the client's complete",
  description: `
The source of the subscription is a generator that waits when the client completes: it can be ended only after its next value, and
graphql-ws sends that. Its client ignores it. No complete comes back. The client closes with 1000.`,
  port: 3823,
  packages: ["graphql-ws", "graphql", "ws"],
  server: serveTransportWs,
  client,
};
