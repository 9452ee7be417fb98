import { crossOrigin, socketio } from "../../lib/crossorigin.js";

export default {
  title: "Chromium, cross-origin, and a Socket.IO 4 server without CORS: no Access-Control-Allow-Origin",
  description: `
The page comes from port 3620, the server listens on 3621: another origin. The server answers and opens a session, but
names no origin that may read the answer, so the browser withholds it from the page ("xhr poll error"). The server's
session ends when its heartbeat is not answered. The client's \`error\` is what Chromium writes to its console.`,
  port: 3620,
  ports: [3620, 3621],
  packages: ["socket.io-4", "socket.io-client-4", "playwright-core"],
  programs: ["chromium"],
  ...crossOrigin({ start: socketio({}) }),
};
