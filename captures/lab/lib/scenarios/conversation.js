// The same small Socket.IO application for every protocol version: pushes, events with and without
// acknowledgement both ways, text outside ASCII, and documents on both sides of the 1024 byte mark
// from which Socket.IO 1.x and 2.x compress.
// Both halves take Socket.IO's options; WebSocket is the only transport unless they say otherwise.
import { createServer } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { connected, Endpoint } from "../socketio.js";
import { authority, listen } from "../http.js";

const webSocketOnly = { transports: ["websocket"] };

const paragraph = "Sphinx of black quartz, judge my vow — naïve façade ☕. ";
const order = {
  id: 4711,
  lines: [
    { sku: "A-1", count: 2, price: 19.9 },
    { sku: "B-7", count: 0, price: -0.25 },
  ],
  paid: false,
  note: null,
};

export function conversationServer(Server, options = {}, create = () => createServer()) {
  return async (scene) => {
    const http = create(scene);
    const io = new Server(http, { ...webSocketOnly, ...options });
    io.on("connection", (socket) => serve(new Endpoint(socket, scene.log)));
    await listen(http, scene);
    return () => http.close();
  };
}

function serve(app) {
  app.on("chat", () => app.emit("chat", "Grüße ✓", "zurück"));
  app.on("hello", (acknowledge, { n }) => acknowledge({ ok: true, n: n + 1, text: "𝄞 héllo back" }));
  app.on("order", (acknowledge) => acknowledge("accepted", 3, [true, null]));
  app.on("document", async (_, title, text) => {
    app.emit("document", title.toUpperCase(), text.slice(0, 1400));
    const [answer] = await app.request("question", "6 × 7 = ?", { hint: "😀" });
    app.emit("verdict", answer === 42);
  });
  app.emit("push", { n: 1, text: "sërver 😀 push" });
}

export function conversationClient(connect, { hasSid, scheme = "http", ...options }) {
  return async (scene) => {
    const socket = connect(`${scheme}://${authority(scene)}`, { ...webSocketOnly, ...options });
    const app = new Endpoint(socket, scene.log);
    for (const name of ["push", "chat", "document", "verdict"]) app.on(name);
    app.on("question", (acknowledge) => acknowledge(42));
    await connected(socket, scene.log, "/", { hasSid });
    await app.received("push");

    app.emit(
      "chat",
      "hello",
      "wörld 🎉",
      0,
      -12.5,
      1e21,
      9007199254740991,
      true,
      null,
      'tab\t "quoted" \u001b[31mred\u001b[0m',
    );
    await app.received("chat");
    await app.request("hello", { n: 0, uni: "héllo ✓ 𝄞" });
    await app.request("order", order, ["x", ["y", []]]);
    app.emit("document", "long", paragraph.repeat(30));
    await app.received("verdict");
    await sleep(100);
    socket.disconnect();
  };
}
