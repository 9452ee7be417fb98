import { once } from "node:events";
import { startHaproxy } from "../../lib/haproxy.js";
import { closed, openWebSocket, serveWebSockets } from "../../lib/websocket.js";

const backend = 3767;

// The proxy is killed when the server has got a message.
async function server(scene) {
  let stopProxy;
  const stopServer = await serveWebSockets({ ...scene, port: backend }, { perMessageDeflate: false }, (socket) => {
    socket.on("message", async (text) => {
      socket.send(`got ${text}`);
      if (text.toString() === "last") setTimeout(() => stopProxy("SIGKILL"), 50);
    });
  });
  stopProxy = await startHaproxy(scene, backend, ["timeout connect 1s", "timeout client 10s", "timeout server 10s"]);
  return () => stopServer();
}

async function client(scene) {
  const socket = await openWebSocket(scene, { path: "/feed", perMessageDeflate: false });
  const over = closed(socket);
  socket.send("last");
  await once(socket, "message");
  await over;
}

export default {
  title: "A WebSocket through HAProxy, whose process is killed; both sides of the proxy",
  description: `
Neither the client nor the server closes: the kernel ends both of HAProxy's connections with FIN. The client talks to port 3766,
HAProxy to 3767.`,
  port: 3766,
  ports: [3766, backend],
  packages: ["ws"],
  programs: ["haproxy"],
  server,
  client,
};
