import { crossOrigin, next, socketio } from "../../lib/crossorigin.js";
import { authority } from "../../lib/http.js";
import { startNginx, upgradeHeaders } from "../../lib/nginx.js";

async function start(scene) {
  const backend = next(scene);
  const stopServer = await socketio({ cors: { origin: "*" } })(backend);
  const stopNginx = await startNginx(scene, {
    server: `location / { proxy_pass http://${authority(backend)}; ${upgradeHeaders}
      add_header Access-Control-Allow-Origin "http://${scene.host}:3623" always; }`,
  });
  return async () => {
    await stopServer();
    await stopNginx();
  };
}

export default {
  title: "Chromium, cross-origin: Access-Control-Allow-Origin twice, from Socket.IO 4 and from nginx",
  description: `
The page comes from port 3623, nginx listens on 3624, the server on 3625. The server is configured for any origin, and
nginx adds a header for the page's: two values, of which a browser accepts none, though each alone would do.`,
  port: 3623,
  ports: [3623, 3624, 3625],
  packages: ["socket.io-4", "socket.io-client-4", "playwright-core"],
  programs: ["chromium", "nginx"],
  ...crossOrigin({ start }),
};
