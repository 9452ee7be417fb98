import { setTimeout as sleep } from "node:timers/promises";
import { joinTransportWs, serveTransportWs } from "../../lib/graphql.js";

async function client(scene) {
  const { run, close, over } = joinTransportWs(scene);
  await run({ query: '{ messages(room: "lobby") { id } }' });
  run({ query: "query Report { report }", operationName: "Report" });
  await sleep(500);
  await run({ query: '{ messages(room: "lobby") { id text } }' });
  await sleep(2000);
  close();
  await over;
}

export default {
  title: "GraphQL over WebSocket: a query that is never answered, while others are",
  description: `
The resolver of the second query waits for something that never comes. The client closes with 1000 after 2.5 s, and does not
complete the query before.`,
  port: 3822,
  packages: ["graphql-ws", "graphql", "ws"],
  server: serveTransportWs,
  client,
};
