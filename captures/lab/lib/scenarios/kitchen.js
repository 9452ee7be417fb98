// One Socket.IO 4 application for browsers, whatever way their packets take: pushes, events and acknowledgements both
// ways, binary attachments, text outside ASCII, and a text of some kilobytes.
import { Server } from "socket.io-4";
import { listen } from "../http.js";
import { createHttp2Server } from "../http2.js";
import { clientPage } from "../page.js";
import { Endpoint } from "../socketio.js";

const line = "Zwölf Boxkämpfer jagen Viktor quer über den großen Sylter Deich 🥊. ";

// The page and the server behind it, on HTTP/2 unless `create(pages)` makes another server. `forPage` is for playKitchen.
// `prepare(io, http, scene)` runs before it listens.
export function kitchenServer(forPage = {}, options = {}, { create = createHttp2Server, prepare = () => {} } = {}) {
  return async (scene) => {
    const http = create({ "/": clientPage("socket.io-client-4/dist/socket.io.min.js", playKitchen, forPage) });
    const io = new Server(http, { serveClient: false, ...options });
    prepare(io, http, scene);
    io.on("connection", (socket) => serveKitchen(new Endpoint(socket, scene.log)));
    await listen(http, scene);
    return () => http.close();
  };
}

function serveKitchen(app) {
  app.on("order", (acknowledge, { dish, count }) => acknowledge({ dish, total: count * 12.5, note: "kommt sofort 🍜" }));
  app.on("menu", (acknowledge, { lines }) => acknowledge(line.repeat(lines)));
  app.on("letter");
  app.on("photo", async (acknowledge, data, { alt }) => {
    acknowledge(data.length, alt.toUpperCase());
    await app.request("question", "6 × 7 = ?", { hint: "größer als 41" });
    app.emit("print", Buffer.concat([data, data]), "fertig ✓");
  });
  app.emit("welcome", "wëlcome to the kitchen 👋", { open: true, tables: [1, 2, 3] });
}

// Runs in the browser. `options` are those of `io`; it waits for the upgrade if there can be one.
async function playKitchen({ lines = 30, ...options }) {
  const socket = io(options);
  const app = endpoint(socket).on("welcome").on("print");
  app.on("question", (acknowledge) => acknowledge(42, document.title));
  await app.connected;
  await app.received("welcome");
  await app.request("order", { dish: "Spätzle", count: 3 });
  const { engine } = socket.io;
  if (!options.transports && engine.transport.name === "polling") {
    await new Promise((resolve) => engine.once("upgrade", resolve));
  }
  await app.request("menu", { lines });
  app.emit("letter", "naïve 🎉 ".repeat(5 * lines));
  await app.request("photo", new Uint8Array(300).map((_, i) => i), { alt: "dreihundert Bytes" });
  await app.received("print");
  app.disconnect();
}
