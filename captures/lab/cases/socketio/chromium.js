import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { Server } from "socket.io-4";
import { visit } from "../../lib/chromium.js";
import { authority, listen, servePages } from "../../lib/http.js";
import { labFolder } from "../../lib/paths.js";
import { Endpoint } from "../../lib/socketio.js";

const bundle = readFileSync(new URL("node_modules/socket.io-client-4/dist/socket.io.min.js", labFolder), "utf8");

async function server(scene) {
  const http = createServer(servePages({ "/": page }));
  const io = new Server(http, { serveClient: false });
  io.on("connection", (socket) => serve(new Endpoint(socket, scene.log)));
  await listen(http, scene);
  return () => http.close();
}

function serve(app) {
  app.on("add", (acknowledge, ...numbers) => acknowledge(numbers.reduce((sum, n) => sum + n)));
  app.on("image", async () => {
    await app.request("whoami", { wanted: ["title", "größe"] });
    app.emit("image", Buffer.from([9, 8, 7]), "done ✓");
  });
  app.emit("push", "wëlcome to Chromium 🎉");
}

const client = (scene) => visit(`http://${authority(scene)}/`, scene.log);

// Runs in the browser.
function play() {
  const socket = io({ transports: ["websocket"] });
  const nsp = "/";
  const encode = (value) =>
    value instanceof ArrayBuffer ? { $binary: btoa(String.fromCharCode(...new Uint8Array(value))) } : value;
  const receive = (name, handler) =>
    socket.on(name, (...args) => {
      const acknowledge = typeof args.at(-1) === "function" ? args.pop() : undefined;
      log("receive", { nsp, name, args: args.map(encode) });
      handler?.(acknowledge);
    });

  socket.on("connect", () => log("connect", { nsp, sid: socket.id }));
  receive("push", () => {
    socket.emit("add", 1, 2.5, 39, (sum) => {
      log("ack", { nsp, name: "add", args: [sum] });
      socket.emit("image", new Uint8Array([1, 2, 3]), { alt: "drei Bytes" });
    });
  });
  receive("whoami", (acknowledge) => acknowledge(document.title, 8));
  receive("image", () => socket.disconnect());
  socket.on("disconnect", async (reason) => {
    await log("disconnect", { nsp, reason });
    finished();
  });
}

const page = `<!doctype html><meta charset="utf-8"><title>Séance</title><link rel="icon" href="data:,">
<script>${bundle}</script><script>(${play})()</script>`;

export default {
  title: "Chromium with the Socket.IO 4 browser client on WebSocket only",
  description: `
A headless Chromium loads a page with the client's bundle inside (gzip coded) and talks to the same server: a push,
acknowledgements in each direction, binary events both ways; the page disconnects. A spare TCP connection that
Chromium opens carries nothing. The client's truth is the page's own log.`,
  port: 3014,
  packages: ["socket.io-4", "socket.io-client-4", "playwright-core"],
  programs: ["chromium"],
  server,
  client,
};
