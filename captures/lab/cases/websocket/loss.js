import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { messageSaying, openWebSocket, serveWebSockets } from "../../lib/websocket.js";

const rounds = 120;
const everyMs = 5;
const reading = (n) => JSON.stringify({ n, celsius: 20 + (n % 7) / 2, place: "Zürich" });
const report = (n) => `report ${n}: ${"all quiet on the lossy front ".repeat(700)}`;

const server = (scene) =>
  serveWebSockets(scene, { perMessageDeflate: false }, async (socket) => {
    socket.on("message", (data) => data.toString().startsWith("report") && socket.send(`got ${data.length}`));
    await play(socket);
    socket.send("server done");
  });

async function client(scene) {
  const socket = await openWebSocket(scene, { perMessageDeflate: false });
  const done = messageSaying(socket, "server done");
  await play(socket);
  await done;
  socket.close(1000);
  await once(socket, "close");
}

async function play(socket) {
  for (let n = 0; n < rounds; ++n) {
    socket.send(n % 60 === 20 ? report(n) : reading(n));
    await sleep(everyMs);
  }
}

export default {
  title: "A WebSocket over a bad link: retransmissions, segments out of order, duplicates",
  description: `
Both sides send 120 messages 5 ms apart, two of them of 20 KB. Frames that are lost on their way to the client are
missing in the capture until they are sent again; those from the client are in it though they may not have arrived.`,
  port: 3018,
  packages: ["ws"],
  network: "lossy",
  server,
  client,
};
