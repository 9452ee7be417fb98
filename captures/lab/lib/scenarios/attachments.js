// Binary events and acknowledgements both ways on HTTP polling, for every protocol version: nested, empty and long
// attachments, with text events between them. The client runs in Node or, as `playAttachments`, in a browser.
import { createServer } from "node:http";
import { connected, Endpoint } from "../socketio.js";
import { authority, listen } from "../http.js";

const transports = ["polling"];
const bytes = (...values) => Buffer.from(values);
const ramp = (length) => Buffer.from(Array.from({ length }, (_, i) => i & 0xff));

// `page`, if any, is what browsers get for "/".
export function attachmentsServer(Server, page) {
  return async (scene) => {
    const http = createServer(page);
    const io = new Server(http, { transports, serveClient: false });
    io.on("connection", (socket) => serve(new Endpoint(socket, scene.log)));
    await listen(http, scene);
    return () => http.close();
  };
}

function serve(app) {
  app.on("upload", async (acknowledge, { name }, data) => {
    acknowledge({ name, head: data.subarray(0, 4) }, bytes(0xca, 0xfe));
    await app.request("check", ramp(300), "what do you see? 👀");
    app.emit("gallery", { images: [bytes(1, 2, 3), { thumb: bytes(0), full: ramp(1200) }] }, Buffer.alloc(0));
    app.emit("note", "text ägain 🎉");
  });
  app.on("raw");
  app.on("text");
}

export function attachmentsClient(connect, { hasSid }) {
  return async (scene) => {
    const socket = connect(`http://${authority(scene)}`, { transports });
    const app = new Endpoint(socket, scene.log);
    app.on("check", (acknowledge, data) => acknowledge(data.length, data.subarray(-2)));
    app.on("gallery");
    app.on("note");
    await connected(socket, scene.log, "/", { hasSid });

    app.emit("raw", bytes(0x00, 0xff, 0x04, 0x1e));
    app.emit("text", "between two binary events 🎉");
    app.emit("raw", Buffer.alloc(0), { nested: [{ deep: bytes(7) }, "ünïcode"] });
    await app.request("upload", { name: "ramp" }, ramp(300));
    await app.received("note");
    socket.disconnect();
  };
}

// Runs in the browser; the old clients take only an ArrayBuffer for binary there.
export async function playAttachments({ hasSid }) {
  const bytes = (...values) => new Uint8Array(values).buffer;
  const app = endpoint(io({ transports: ["polling"] }), { hasSid });
  app.on("check", (acknowledge, data) => acknowledge(data.byteLength, data.slice(-2)));
  app.on("gallery");
  app.on("note");
  await app.connected;

  app.emit("raw", bytes(0x00, 0xff, 0x04, 0x1e));
  app.emit("text", "between two binary events 🎉");
  app.emit("raw", bytes(), { nested: [{ deep: bytes(7) }, "ünïcode"] });
  await app.request("upload", { name: "ramp" }, bytes(...Array.from({ length: 300 }, (_, i) => i & 0xff)));
  await app.received("note");
  app.disconnect();
}
