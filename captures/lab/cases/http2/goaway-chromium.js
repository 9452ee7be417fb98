import { Server } from "socket.io-4";
import { listen } from "../../lib/http.js";
import { createHttp2Server, visitSecurely } from "../../lib/http2.js";
import { clientPage } from "../../lib/page.js";
import { Endpoint } from "../../lib/socketio.js";

const build = "socket.io-client-4/dist/socket.io.min.js";

async function server(scene) {
  const http = createHttp2Server({ "/": clientPage(build, play) });
  const io = new Server(http, { serveClient: false });
  const sessions = new Set();
  http.on("session", (session) => sessions.add(session));
  io.on("connection", (socket) => {
    const app = new Endpoint(socket, scene.log.of(socket.handshake.auth.client));
    app.on("hello", (acknowledge, name) => acknowledge(`hëllo ${name}`));
    app.on("retire", () => sessions.forEach((session) => session.close()));
  });
  await listen(http, scene);
  return () => http.close();
}

// Runs in the browser.
async function play() {
  const join = async (client) => {
    const socket = io({ transports: ["websocket"], forceNew: true, auth: { client } });
    const app = endpoint(socket, { client, isLast: client === 1 });
    await app.connected;
    await app.request("hello", client);
    return app;
  };
  const first = await join(1);
  first.emit("retire");
  await new Promise((resolve) => setTimeout(resolve, 150));
  await first.request("hello", "again");
  const second = await join(2);
  second.disconnect();
  await second.gone;
  first.disconnect();
}

export default {
  title: "An HTTP/2 server sends GOAWAY to Chromium and lets its WebSocket continue; the next one uses HTTP/1.1",
  description: `
The server closes its h2 connection gracefully (GOAWAY, NO_ERROR) when a client tells it to: that client's WebSocket goes on as
if nothing were. A second WebSocket, opened after that, finds no h2 connection that takes new streams, and Chromium makes an
HTTP/1.1 upgrade on a new connection of it. "client" in the truth numbers the two.`,
  port: 3526,
  packages: ["socket.io-4", "socket.io-client-4", "playwright-core"],
  programs: ["chromium"],
  server,
  client: visitSecurely,
};
