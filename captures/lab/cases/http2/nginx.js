import { createServer } from "node:http";
import { servePages } from "../../lib/http.js";
import { visitSecurely } from "../../lib/http2.js";
import { startNginx, upgradeHeaders } from "../../lib/nginx.js";
import { kitchenServer } from "../../lib/scenarios/kitchen.js";
import { upgradeLate } from "../../lib/socketio.js";
import { certificateFile } from "../../lib/tls.js";

const [outside, inside] = [3513, 3514];

const create = (pages) => createServer(servePages(pages));
const serve = kitchenServer({}, {}, { create, prepare: (io) => upgradeLate(io, 120) });

async function server(scene) {
  const stopServer = await serve({ ...scene, port: inside });
  const stopNginx = await startNginx(
    { ...scene, port: 3515 },
    {
      server: "return 404;",
      http: `
  server {
    listen ${scene.host}:${outside} ssl http2;
    ssl_certificate ${certificateFile("server.crt")};
    ssl_certificate_key ${certificateFile("server.key")};
    location / { proxy_pass http://${scene.host}:${inside}; ${upgradeHeaders} }
  }`,
    },
  );
  return async () => {
    await stopNginx();
    stopServer();
  };
}

export default {
  title: "Chromium with Socket.IO 4 through nginx, which supports HTTP/2 but no WebSockets over it",
  description: `
The conversation of http2/chromium-upgrade behind nginx with "http2" on its listen directive. Chromium polls by h2, and its
WebSocket is an HTTP/1.1 upgrade on a second TLS connection. Both sides of nginx are recorded: TLS to port ${outside}, plain
HTTP/1.1 to port ${inside}.`,
  port: outside,
  ports: [outside, inside],
  packages: ["socket.io-4", "socket.io-client-4", "playwright-core"],
  programs: ["chromium", "nginx"],
  server,
  client: visitSecurely,
};
