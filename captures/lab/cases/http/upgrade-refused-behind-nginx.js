import { createServer } from "node:http";
import { WebSocketServer } from "ws";
import { listen } from "../../lib/http.js";
import { startNginx, upgradeHeaders } from "../../lib/nginx.js";
import { attempt } from "../../lib/upgrades.js";

const backend = 3802;

// "/silent" is never answered.
async function server(scene) {
  const http = createServer();
  const sockets = new WebSocketServer({ noServer: true, verifyClient: () => false });
  const waiting = new Set();
  http.on("upgrade", (request, socket, head) => {
    if (request.url === "/silent") return waiting.add(socket);
    sockets.handleUpgrade(request, socket, head, () => {});
  });
  await listen(http, { ...scene, port: backend });
  const stopNginx = await startNginx(scene, {
    server: `location / { proxy_read_timeout 700ms; proxy_pass http://${scene.host}:${backend}; ${upgradeHeaders} }`,
  });
  return async () => {
    await stopNginx();
    for (const socket of waiting) socket.destroy();
    http.close();
  };
}

async function client(scene) {
  for (const path of ["/denied", "/silent"]) await attempt(scene, path);
}

export default {
  title: "WebSocket upgrades through nginx that the server refuses, or does not answer; both sides of the proxy",
  description: `
The package ws refuses "/denied" (\`verifyClient\`), with 401. Nobody answers "/silent": nginx waits for 700 ms
(\`proxy_read_timeout\`) and answers with 504. The client talks to port 3801, nginx to 3802.`,
  port: 3801,
  ports: [3801, backend],
  packages: ["ws"],
  programs: ["nginx"],
  server,
  client,
};
