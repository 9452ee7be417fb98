import { Server } from "socket.io-4";
import { listen } from "../../lib/http.js";
import { createHttp2Server, visitSecurely } from "../../lib/http2.js";
import { clientPage } from "../../lib/page.js";
import { playKitchen, serveKitchen } from "../../lib/scenarios/kitchen.js";
import { Endpoint, upgradeLate } from "../../lib/socketio.js";

const page = clientPage("socket.io-client-4/dist/socket.io.min.js", playKitchen);

async function server(scene) {
  const http = createHttp2Server({ "/": page });
  const io = new Server(http, { serveClient: false });
  upgradeLate(io, 120);
  io.on("connection", (socket) => serveKitchen(new Endpoint(socket, scene.log)));
  await listen(http, scene);
  return () => http.close();
}

export default {
  title: "Chromium with Socket.IO 4 over HTTP/2: polling, then upgrade to a WebSocket on the same connection",
  description: `
The conversation of http2/chromium with the default transports: the page, the polls and the WebSocket of the upgrade are
streams of one h2 connection. The server accepts WebSockets 120 ms late, so that the first events go over polling.`,
  port: 3501,
  packages: ["socket.io-4", "socket.io-client-4", "playwright-core"],
  programs: ["chromium"],
  server,
  client: visitSecurely,
};
