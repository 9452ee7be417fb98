import { visitSecurely } from "../../lib/http2.js";
import { kitchenServer } from "../../lib/scenarios/kitchen.js";

const transports = ["websocket"];

export default {
  title: "Chromium with Socket.IO 4 on a WebSocket over HTTP/2, with permessage-deflate",
  description: `
The conversation of http2/chromium with texts of 21 KB and more, which the server compresses from 64 bytes and Chromium
always. The extension is agreed on in the headers of the CONNECT and its 200.`,
  port: 3502,
  packages: ["socket.io-4", "socket.io-client-4", "playwright-core"],
  programs: ["chromium"],
  server: kitchenServer({ transports, lines: 300 }, { transports, perMessageDeflate: { threshold: 64 } }),
  client: visitSecurely,
};
