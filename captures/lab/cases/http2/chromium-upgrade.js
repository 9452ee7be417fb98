import { visitSecurely } from "../../lib/http2.js";
import { kitchenServer } from "../../lib/scenarios/kitchen.js";
import { upgradeLate } from "../../lib/socketio.js";

export default {
  title: "Chromium with Socket.IO 4 over HTTP/2: polling, then upgrade to a WebSocket on the same connection",
  description: `
The conversation of http2/chromium with the default transports: the page, the polls and the WebSocket of the upgrade are
streams of one h2 connection. The server accepts WebSockets 120 ms late, so that the first events go over polling.`,
  port: 3501,
  packages: ["socket.io-4", "socket.io-client-4", "playwright-core"],
  programs: ["chromium"],
  server: kitchenServer({}, {}, { prepare: (io) => upgradeLate(io, 120) }),
  client: visitSecurely,
};
