import { createServer } from "node:http";
import { WebSocketServer } from "ws";
import { listen } from "../../lib/http.js";
import { startNginx } from "../../lib/nginx.js";
import { attempt } from "../../lib/upgrades.js";

const backendPort = 3409;

async function server(scene) {
  const http = createServer((request, response) => {
    response.writeHead(426, { "Content-Type": "text/plain" }).end("Upgrade Required");
  });
  new WebSocketServer({ server: http });
  await listen(http, { ...scene, port: backendPort });
  const backend = `proxy_pass http://${scene.host}:${backendPort};`;
  const stopNginx = await startNginx(scene, {
    server: `
    location = /plain { ${backend} }
    location = /http11 { proxy_http_version 1.1; ${backend} }
    location = /without-connection { proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade; ${backend} }`,
  });
  return async () => {
    await stopNginx();
    http.close();
  };
}

async function client(scene) {
  for (const path of ["/plain", "/http11", "/without-connection"]) await attempt(scene, path, { both: true });
}

export default {
  title: "A WebSocket server behind nginx, whose configuration lacks settings that WebSockets need",
  description: `
nginx passes upgrades on to a server of the package ws: with nothing but proxy_pass (HTTP/1.0, Connection: close, no
Upgrade), with proxy_http_version 1.1 alone, and with Upgrade but without Connection. All three fail. Both sides of nginx
are recorded: the client talks to port 3408, nginx to 3409.`,
  port: 3408,
  ports: [3408, backendPort],
  packages: ["ws"],
  programs: ["nginx"],
  server,
  client,
};
