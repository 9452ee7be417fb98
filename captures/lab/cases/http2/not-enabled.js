import { createHttp2Server, visitSecurely } from "../../lib/http2.js";
import { kitchenServer } from "../../lib/scenarios/kitchen.js";

const create = (pages) => createHttp2Server(pages, { settings: { enableConnectProtocol: false } });

export default {
  title: "Chromium with Socket.IO 4 at an HTTP/2 server without extended CONNECT: the WebSocket uses a separate HTTP/1.1 connection",
  description: `
The conversation of http2/chromium with the default transports. The server's SETTINGS do not allow extended CONNECT: Chromium
polls by h2 and opens a second connection for the WebSocket, on which it offers no protocol but http/1.1 in ALPN.`,
  port: 3507,
  packages: ["socket.io-4", "socket.io-client-4", "playwright-core"],
  programs: ["chromium"],
  server: kitchenServer({}, {}, { create }),
  client: visitSecurely,
};
