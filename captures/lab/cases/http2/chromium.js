import { visitSecurely } from "../../lib/http2.js";
import { kitchenServer } from "../../lib/scenarios/kitchen.js";

const transports = ["websocket"];

export default {
  title: "Chromium with Socket.IO 4 on a WebSocket over HTTP/2 (RFC 8441)",
  description: `
A headless Chromium loads a page by h2 from a server that allows extended CONNECT (SETTINGS_ENABLE_CONNECT_PROTOCOL), and its
WebSocket becomes a stream of that connection. The server is node's http2 with a bridge of the lab that hands such streams to
the package ws. The client's truth is the page's own log; Chromium wrote the keys.`,
  port: 3500,
  packages: ["socket.io-4", "socket.io-client-4", "playwright-core"],
  programs: ["chromium"],
  server: kitchenServer({ transports }, { transports }),
  client: visitSecurely,
};
