import { setTimeout as sleep } from "node:timers/promises";
import { joinTransportWs, serveTransportWs } from "../../lib/graphql.js";
import { startPart } from "../../lib/parts.js";

async function server(scene) {
  const victim = await startPart(scene, "victim");
  victim.child.on("message", async ({ fields }) => {
    if (fields?.operationName !== "Last") return;
    await sleep(300);
    await victim.kill();
  });
  return () => victim.exited;
}

async function client(scene) {
  const { run, over } = joinTransportWs(scene);
  run({ query: 'subscription { posted(room: "lobby") { id text } }' });
  await run({ query: 'mutation { post(room: "lobby", text: "one") { id } }' });
  await run({ query: 'mutation Last { post(room: "lobby", text: "two") { id } }', operationName: "Last" });
  await over;
}

export default {
  title: "GraphQL over WebSocket: the server's process is killed while a subscription runs",
  description: `
SIGKILL, 300 ms after the last mutation: no complete and no close frame; the server's kernel says FIN. The killed server logs no
end; the client hears of code 1006.`,
  port: 3821,
  packages: ["graphql-ws", "graphql", "ws"],
  server,
  parts: { victim: serveTransportWs },
  client,
};
