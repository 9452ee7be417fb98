import { once } from "node:events";
import { startNginx, upgradeHeaders } from "../../lib/nginx.js";
import { closed, openWebSocket, serveWebSockets } from "../../lib/websocket.js";

const backend = 3765;

async function server(scene) {
  const stopServer = await serveWebSockets({ ...scene, port: backend }, { perMessageDeflate: false }, (socket) => {
    socket.on("message", (text) => socket.send(`got ${text}`));
  });
  const stopProxy = await startNginx(scene, {
    server: `location / { proxy_pass http://${scene.host}:${backend}; ${upgradeHeaders} proxy_read_timeout 2s; }`,
  });
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
  title: "A WebSocket through nginx, cut after two idle seconds, captured between the client and nginx",
  description: `
\`proxy_read_timeout\` is two seconds (60 by default). Only the client's side is recorded; the 101 has \`Server: nginx\`.`,
  port: 3764,
  packages: ["ws"],
  programs: ["nginx"],
  server,
  client,
};
