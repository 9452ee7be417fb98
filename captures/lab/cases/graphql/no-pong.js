import { setTimeout as sleep } from "node:timers/promises";
import { joinTransportWs, serveTransportWs } from "../../lib/graphql.js";
import { standStill } from "../../lib/stop.js";

async function onSubscribe() {
  await sleep(500);
  standStill(1700);
}

async function client(scene) {
  const { client, run, over } = joinTransportWs(scene, { keepAlive: 300 });
  let timer;
  client.on("ping", (received) => (timer = received ? timer : setTimeout(client.terminate, 700)));
  client.on("pong", () => clearTimeout(timer));
  run({ query: 'subscription { posted(room: "lobby") { id } }' });
  await over;
}

export default {
  title: "GraphQL over WebSocket: a ping is not answered, and the client terminates with 4499",
  description: `
The server's process is stopped for 1.7 s while a subscription runs. Its client waits for the pong for 0.7 s and calls terminate()
of graphql-ws. When the server goes on, it reads the ping and the close frame together, and answers only the latter.`,
  port: 3827,
  packages: ["graphql-ws", "graphql", "ws"],
  server: (scene) => serveTransportWs(scene, { onSubscribe }),
  client,
};
