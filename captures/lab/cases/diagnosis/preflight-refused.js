import { crossOrigin, socketio } from "../../lib/crossorigin.js";

const cors = { origin: "*", allowedHeaders: ["Content-Type"] };

export default {
  title: "Chromium, cross-origin with a header of its own: the preflight's answer does not allow it",
  description: `
The client sends \`x-team\` (\`extraHeaders\`), so the browser asks first, with OPTIONS. The server allows the origin and
the header \`Content-Type\` only: the browser sends no other request.`,
  port: 3628,
  ports: [3628, 3629],
  packages: ["socket.io-4", "socket.io-client-4", "playwright-core"],
  programs: ["chromium"],
  ...crossOrigin({ options: { extraHeaders: { "x-team": "blue" } }, start: socketio({ cors }) }),
};
