import { once } from "node:events";
import { startHaproxy } from "../../lib/haproxy.js";
import { closed, openWebSocket, serveWebSockets } from "../../lib/websocket.js";

const backend = 3763;

async function server(scene) {
  const stopServer = await serveWebSockets({ ...scene, port: backend }, { perMessageDeflate: false }, (socket) => {
    socket.on("message", (text) => socket.send(`got ${text}`));
  });
  const stopProxy = await startHaproxy(scene, backend, ["timeout connect 1s", "timeout client 2s", "timeout server 2s"]);
  return async () => {
    await stopProxy();
    stopServer();
  };
}

async function client(scene) {
  const socket = await openWebSocket(scene, { path: "/feed", perMessageDeflate: false });
  const over = closed(socket);
  socket.send("subscribe");
  await once(socket, "message");
  await over;
}

export default {
  title: "A WebSocket through HAProxy without `timeout tunnel`, cut after two idle seconds; both sides of the proxy",
  description: `
HAProxy's \`timeout client\` and \`timeout server\` hold for a WebSocket, too, where \`timeout tunnel\` is not set. It ends the
client's connection with FIN and the server's with a reset. The client talks to port 3762, HAProxy to 3763.`,
  port: 3762,
  ports: [3762, backend],
  packages: ["ws"],
  programs: ["haproxy"],
  server,
  client,
};
