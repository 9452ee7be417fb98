import { createServer } from "node:http";
import { Server } from "socket.io-4";
import { io as connect } from "socket.io-client-4";
import { authority, listen } from "../../lib/http.js";
import { connected, Endpoint } from "../../lib/socketio.js";

const bytes = (...values) => Buffer.from(values);
const ramp = Buffer.from(Array.from({ length: 300 }, (_, i) => i & 0xff));

async function server(scene) {
  const http = createServer();
  const io = new Server(http, { transports: ["websocket"] });
  io.on("connection", (socket) => serve(new Endpoint(socket, scene.log)));
  await listen(http, scene);
  return () => http.close();
}

function serve(app) {
  app.on("upload", async (acknowledge, { name }, data) => {
    acknowledge({ name, head: data.subarray(0, 4) }, bytes(0xca, 0xfe));
    await app.request("check", ramp, "what do you see?");
    app.emit("gallery", { images: [bytes(1, 2, 3), { thumb: bytes(0), full: ramp }] }, Buffer.alloc(0));
    app.emit("note", "text again");
  });
  app.on("raw");
  app.on("text");
}

async function client(scene) {
  const socket = connect(`http://${authority(scene)}`, { transports: ["websocket"] });
  const app = new Endpoint(socket, scene.log);
  app.on("check", (acknowledge, data) => acknowledge(data.length, data.subarray(-2)));
  app.on("gallery");
  app.on("note");
  await connected(socket, scene.log);

  app.emit("raw", bytes(0x00, 0xff, 0x04, 0x1e));
  app.emit("text", "between two binary events");
  app.emit("raw", Buffer.alloc(0), { nested: [{ deep: bytes(7) }, "ünïcode"] });
  await app.request("upload", { name: "ramp" }, ramp);
  await app.received("note");
  socket.disconnect();
}

export default {
  title: "Socket.IO 4: binary events and acknowledgements with attachments",
  description: `
Binary events and binary acknowledgements in both directions: one to four attachments, nested in objects and arrays,
one of them empty; text events between them and after them. The attachments are binary messages of their own.`,
  port: 3006,
  packages: ["socket.io-4", "socket.io-client-4"],
  server,
  client,
};
