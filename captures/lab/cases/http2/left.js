import { Server } from "socket.io-4";
import { listen } from "../../lib/http.js";
import { createHttp2Server, visitSecurely } from "../../lib/http2.js";
import { clientPage } from "../../lib/page.js";
import { Endpoint } from "../../lib/socketio.js";

const build = "socket.io-client-4/dist/socket.io.min.js";

async function server(scene) {
  const http = createHttp2Server({
    "/": clientPage(build, play, { numbers: [1, 2], next: "/next" }),
    "/next": clientPage(build, play, { numbers: [3, 4] }),
  });
  const io = new Server(http, { serveClient: false });
  io.on("connection", (socket) => {
    const app = new Endpoint(socket, scene.log.of(socket.handshake.auth.client));
    app.on("hello", (acknowledge, name) => acknowledge(`hëllo ${name}`));
  });
  await listen(http, scene);
  return () => http.close();
}

// Runs in the browser. The first socket polls, the second has a WebSocket; neither is closed.
async function play({ numbers: [polling, websocket], next }) {
  for (const [client, transport] of [[polling, "polling"], [websocket, "websocket"]]) {
    const socket = io({ transports: [transport], forceNew: true, auth: { client } });
    const app = endpoint(socket, { client, isLast: false });
    await app.connected;
    await app.request("hello", transport);
  }
  // Until the next poll waits.
  setTimeout(() => (next ? (location.href = next) : finished()), 150);
}

export default {
  title: "Chromium navigates away from pages with Socket.IO 4 on HTTP/2, and is finally closed",
  description: `
A page has a session that polls and one on a WebSocket, and goes elsewhere: Chromium resets both streams (CANCEL), the
WebSocket's without a close frame. The next page opens two sessions like that on the same connection, and Chromium is closed:
then it resets the WebSocket's stream and closes the connection. "client" in the truth numbers the sessions, odd ones poll.`,
  port: 3522,
  packages: ["socket.io-4", "socket.io-client-4", "playwright-core"],
  programs: ["chromium"],
  server,
  client: visitSecurely,
};
