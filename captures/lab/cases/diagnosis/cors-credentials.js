import { crossOrigin, socketio } from "../../lib/crossorigin.js";

export default {
  title: "Chromium, cross-origin with credentials, and a Socket.IO 4 server whose CORS origin is *",
  description: `
The client is set to \`withCredentials\` (a cookie goes along). The server allows any origin by \`*\`, which does not hold
for a request with credentials: the origin must be named, and Access-Control-Allow-Credentials be true.`,
  port: 3626,
  ports: [3626, 3627],
  packages: ["socket.io-4", "socket.io-client-4", "playwright-core"],
  programs: ["chromium"],
  ...crossOrigin({ options: { withCredentials: true }, start: socketio({ cors: { origin: "*" } }) }),
};
