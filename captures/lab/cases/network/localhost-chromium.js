import { createServer } from "node:http";
import { Server } from "socket.io-4";
import { visit } from "../../lib/chromium.js";
import { authority, listen, servePages } from "../../lib/http.js";
import { atLocalhost } from "../../lib/localhost.js";
import { clientPage } from "../../lib/page.js";
import { Endpoint } from "../../lib/socketio.js";

const page = clientPage("socket.io-client-4/dist/socket.io.min.js", play);

async function server(scene) {
  const http = createServer(servePages({ "/": page }));
  const io = new Server(http, { serveClient: false });
  io.on("connection", (socket) => new Endpoint(socket, scene.log).on("add", (answer, a, b) => answer(a + b)));
  await listen(http, scene);
  return () => http.close();
}

// Runs in the browser.
async function play() {
  const socket = io();
  const app = endpoint(socket);
  await app.connected;
  const { engine } = socket.io;
  if (engine.transport.name === "polling") await new Promise((resolve) => engine.once("upgrade", resolve));
  await app.request("add", 40, 2);
  app.disconnect();
}

export default {
  title: "Chromium at http://localhost with the server on 127.0.0.1 only: a page, then Socket.IO 4 with the upgrade",
  description: `
Chromium itself knows \`localhost\` as both ::1 and 127.0.0.1 (it asks no resolver, RFC 6761 6.3); the server listens on
127.0.0.1 only. Every TCP connection, for the page as for the WebSocket, is refused at ::1 before it gets through. The
client's truth is the page's own log.`,
  port: 3354,
  packages: ["socket.io-4", "socket.io-client-4", "playwright-core"],
  programs: ["chromium"],
  server,
  client: (scene) => visit(`http://${authority(atLocalhost(scene))}/`, scene.log),
};
