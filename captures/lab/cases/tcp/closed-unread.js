import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { startPart } from "../../lib/parts.js";
import { closed, openWebSocket, serveWebSockets } from "../../lib/websocket.js";

const server = (scene) =>
  serveWebSockets(scene, { perMessageDeflate: false }, (socket) => {
    let sent = 0;
    const timer = setInterval(() => socket.send(sent++ < 3 ? `figure ${sent}` : "unread"), 20);
    socket.on("close", () => clearInterval(timer));
    socket.on("error", () => {});
  });

async function leaver(scene) {
  const socket = await openWebSocket(scene, { perMessageDeflate: false });
  for (let read = 0; read < 3; ++read) await once(socket, "message");
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
