import { Server } from "socket.io-4";
import { listen } from "../../lib/http.js";
import { createHttp2Server, visitSecurely } from "../../lib/http2.js";
import { clientPage } from "../../lib/page.js";
import { playKitchen, serveKitchen } from "../../lib/scenarios/kitchen.js";
import { Endpoint } from "../../lib/socketio.js";

const transports = ["websocket"];
const page = clientPage("socket.io-client-4/dist/socket.io.min.js", playKitchen, { transports });

async function server(scene) {
  const http = createHttp2Server({ "/": page });
  const io = new Server(http, { serveClient: false, transports });
  io.on("connection", (socket) => serveKitchen(new Endpoint(socket, scene.log)));
  await listen(http, scene);
  return () => http.close();
}

export default {
  title: "Chromium with Socket.IO 4 on a WebSocket over HTTP/2 (RFC 8441)",
  description: `
A headless Chromium loads a page by h2 from a server that allows extended CONNECT (SETTINGS_ENABLE_CONNECT_PROTOCOL), and its
WebSocket becomes a stream of that connection. The server is node's http2 with a bridge of the lab that hands such streams to
the package ws. The client's truth is the page's own log; Chromium wrote the keys.`,
  port: 3500,
  packages: ["socket.io-4", "socket.io-client-4", "playwright-core"],
  programs: ["chromium"],
  server,
  client: visitSecurely,
};
