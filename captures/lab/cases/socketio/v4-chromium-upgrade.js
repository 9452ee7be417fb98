import { createServer } from "node:http";
import { Server } from "socket.io-4";
import { visit } from "../../lib/chromium.js";
import { authority, listen, servePages } from "../../lib/http.js";
import { clientPage } from "../../lib/page.js";
import { Endpoint } from "../../lib/socketio.js";

const page = clientPage("socket.io-client-4/dist/socket.io.min.js", play);
const line = "Zwölf Boxkämpfer jagen Viktor quer über den großen Sylter Deich 🥊. ";

async function server(scene) {
  const http = createServer(servePages({ "/": page }));
  const io = new Server(http, { serveClient: false, httpCompression: { threshold: 256 } });
  io.on("connection", (socket) => serve(new Endpoint(socket, scene.log.of(socket.handshake.auth.client))));
  await listen(http, scene);
  return () => http.close();
}

function serve(app) {
  app.on("report", (acknowledge, { lines }) => acknowledge({ lines, text: line.repeat(lines) }));
  app.on("essay", (acknowledge, text) => {
    acknowledge(text.length, [...text].length);
    app.emit("catalogue", Array.from({ length: 12 }, (_, i) => ({ id: i, name: `Nr. ${i} — ${line.slice(0, 10 + i)}` })));
  });
  app.on("photo", (acknowledge, data) => acknowledge(Buffer.concat([data, data])));
}

const client = (scene) => visit(`http://${authority(scene)}/`, scene.log);

// Runs in the browser.
async function play() {
  const join = (client, options) => {
    const socket = io({ ...options, forceNew: true, auth: { client } });
    return { socket, app: endpoint(socket, { client, isLast: client === 2 }).on("catalogue") };
  };
  const talk = async (app) => {
    await app.request("report", { lines: 3 });
    await app.request("report", { lines: 30 });
    await app.request("essay", "naïve 🎉 ".repeat(60));
    await app.received("catalogue");
    await app.request("photo", new Uint8Array(300).fill(7));
  };

  const first = join(1, { transports: ["polling"] });
  await first.app.connected;
  await talk(first.app);
  first.app.disconnect();
  await first.app.gone;

  const second = join(2);
  await second.app.connected;
  const { engine } = second.socket.io;
  if (engine.transport.name === "polling") await new Promise((resolve) => engine.once("upgrade", resolve));
  await talk(second.app);
  second.app.disconnect();
}

export default {
  title: "Chromium with the Socket.IO 4 browser client: gzip coded polling, then a session with the upgrade",
  description: `
A headless Chromium loads a page with the client's bundle inside and opens two sessions after each other with the same
requests: the first on polling only, where the server compresses answers from 256 bytes; the second with the default
transports, where they go over the WebSocket. "client" in the truth numbers the two; the client's truth is the
page's own log.`,
  port: 3120,
  packages: ["socket.io-4", "socket.io-client-4", "playwright-core"],
  programs: ["chromium"],
  server,
  client,
};
