import { setTimeout as sleep } from "node:timers/promises";
import { closed, openWebSocket, serveWebSockets } from "../../lib/websocket.js";

const server = (scene) =>
  serveWebSockets(scene, { perMessageDeflate: false }, async (socket) => {
    await sleep(50);
    socket.pause();
    await sleep(2000);
    socket.terminate();
  });

async function client(scene) {
  const socket = await openWebSocket(scene, { perMessageDeflate: false });
  const over = closed(socket);
  socket.on("error", ({ code, message }) => scene.log("error", { message: code ?? message }));
  await sleep(200);
  socket.send("is anybody there? ".repeat(1500));
  await over;
}

export default {
  title: "A server that stops reading and never resumes, until it drops the connection",
  description: `
The server's application stops to read its WebSocket and terminates it two seconds later: its kernel says RST, because there
are bytes that nobody has read.`,
  port: 3156,
  packages: ["ws"],
  network: {
    sysctl: { server: { "net.ipv4.tcp_rmem": "4096 8192 8192" } },
    says: "the server's receive buffers have 8 KB (net.ipv4.tcp_rmem)",
  },
  server,
  client,
};
