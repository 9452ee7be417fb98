import { setTimeout as sleep } from "node:timers/promises";
import { startPart } from "../../lib/parts.js";
import { closed, openWebSocket, serveWebSockets } from "../../lib/websocket.js";

const server = (scene) =>
  serveWebSockets(scene, { perMessageDeflate: false }, (socket) => {
    const timer = setInterval(() => socket.send(`figure ${Date.now() % 10}`), 20);
    socket.on("close", () => clearInterval(timer));
    socket.on("error", () => {});
  });

async function leaver(scene) {
  const socket = await openWebSocket(scene, { perMessageDeflate: false });
  await sleep(150);
  socket.pause(); // what comes now is unread when the process ends
  await sleep(30);
  process.kill(process.pid, "SIGKILL");
  await closed(socket);
}

async function client(scene) {
  const part = await startPart(scene, "leaver");
  await part.exited;
}

export default {
  title: "A client's process ends while the server pushes: its kernel says RST, because something is unread",
  description: `
SIGKILL in the moment where a message waits in the socket's buffer. The killed client logs no end; the server hears 1006.`,
  port: 3776,
  packages: ["ws"],
  server,
  parts: { leaver },
  client,
};
