import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { openWebSocket, serveWebSockets } from "../../lib/websocket.js";

const server = (scene) =>
  serveWebSockets(scene, { perMessageDeflate: false }, (socket) => {
    socket.on("message", async (data) => {
      if (data.toString() === "last") socket.send("got all");
      if (data.toString() !== "first") return;
      socket.pause();
      await sleep(1200);
      socket.resume();
    });
  });

async function client(scene) {
  const socket = await openWebSocket(scene, { perMessageDeflate: false });
  const over = once(socket, "message");
  socket.send("first");
  await sleep(100);
  for (let n = 0; n < 12; ++n) socket.send(`${n}: ${"a lot to say ".repeat(180)}`);
  socket.send("last");
  await over;
  socket.close(1000);
  await once(socket, "close");
}

export default {
  title: "A server that does not read for a while: window full, zero window, probes, window update",
  description: `
The server's application pauses its WebSocket for 1.2 s, while the client sends 28 KB. The server's receive buffer is small,
so it soon has no room. Linux probes a shut window with a segment that has no data and an old sequence number.`,
  port: 3155,
  packages: ["ws"],
  network: {
    sysctl: { server: { "net.ipv4.tcp_rmem": "4096 8192 8192" } },
    says: "the server's receive buffers have 8 KB (net.ipv4.tcp_rmem)",
  },
  server,
  client,
};
