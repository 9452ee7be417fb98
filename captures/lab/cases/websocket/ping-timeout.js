import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { servePythonWebSockets } from "../../lib/pythonwebsockets.js";
import { standStill } from "../../lib/stop.js";
import { closed, openWebSocket } from "../../lib/websocket.js";

const server = (scene) => servePythonWebSockets(scene, { interval: 0.8, timeout: 1.2 });

// Never pongs, and goes on sending.
async function talkative(scene) {
  const socket = await openWebSocket(scene, { path: "/talkative", autoPong: false, perMessageDeflate: false });
  const over = closed(socket);
  const timer = setInterval(() => socket.send("still here"), 300);
  await over;
  clearInterval(timer);
}

// Stands still before the second ping comes.
async function blocked(scene) {
  const socket = await openWebSocket(scene, { path: "/blocked", perMessageDeflate: false });
  const over = closed(socket);
  socket.send("hello");
  await once(socket, "ping");
  await sleep(100);
  await standStill(2600);
  await over;
}

async function client(scene) {
  await talkative(scene);
  await blocked(scene);
}

export default {
  title: "Python's websockets closes with 1011: one client never pongs, another one's process is stopped",
  description: `
The server pings every 0.8 s and waits 1.2 s for each pong (20 s both by default). The first client is the package ws with
\`autoPong: false\`: it goes on sending, and answers no ping. The second one answers its first ping; then its process is stopped
for 2.6 s, and answers the second ping when the server has closed.`,
  port: 3760,
  packages: ["ws"],
  programs: ["python3-websockets"],
  server,
  client,
};
