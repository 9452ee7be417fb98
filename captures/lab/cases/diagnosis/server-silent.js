import { setTimeout as sleep } from "node:timers/promises";
import { standStill } from "../../lib/stop.js";
import { join, serve } from "../../lib/trouble.js";

const names = ["ida", "jon", "kim"];

const server = async (scene) => (await serve(scene, { pingInterval: 600, pingTimeout: 500, attach })).stop;

function attach(app) {
  app.on("work", (acknowledge, n) => acknowledge(n * n));
  app.on("sleep", () => standStill(2200));
}

async function client(scene) {
  const all = await Promise.all(names.map((name, n) => come(scene, name, n)));
  await sleep(100);
  all.at(-1).app.emit("sleep");
  await Promise.all(all.map(({ over }) => over));
}

async function come(scene, name, n) {
  await sleep(90 * n);
  const joined = join(scene, { transports: ["websocket"], forceNew: true, query: { name } });
  await joined.ready;
  await joined.app.request("work", n + 5);
  return joined;
}

export default {
  title: "Socket.IO 4: the server's process is stopped, and three clients give up on it",
  description: `
Three clients are connected by WebSocket when the server's process is stopped (SIGSTOP) for 2.2 seconds. None of them
hears a ping for pingInterval and pingTimeout together (600 and 500 ms), and each closes with "ping timeout". When the
server goes on, it finds three close frames.`,
  port: 3271,
  packages: ["socket.io-4", "socket.io-client-4"],
  server,
  client,
};
