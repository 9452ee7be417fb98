import { createServer } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { Server } from "socket.io-4";
import { io as connect } from "socket.io-client-4";
import { authority, listen } from "../../lib/http.js";
import { connected, Endpoint } from "../../lib/socketio.js";

const transports = ["websocket"];
const clients = [1, 2, 3, 4, 5];
const inTheRoom = [1, 3, 5];

async function server(scene) {
  const http = createServer();
  const io = new Server(http, { transports });
  const sockets = new Map();
  io.on("connection", (socket) => {
    const { client } = socket.handshake.auth;
    const app = new Endpoint(socket, scene.log.of(client));
    app.on("enter", (acknowledge, room) => {
      socket.join(room);
      acknowledge(`${client} is in ${room}`);
    });
    app.on("ready", () => {
      sockets.set(client, socket);
      if (sockets.size === clients.length) speak(io, sockets);
    });
    app.on("whisper", (_, text) => socket.to("küche").emit("whisper", client, text));
  });
  await listen(http, scene);
  return () => http.close();
}

// To the room, to one alone, to all but the room; in the end to everybody.
async function speak(io, sockets) {
  io.to("küche").emit("dinner", { dish: "Käsespätzle 🧀", at: [18, 30] });
  sockets.get(2).emit("secret", "for number two alone");
  io.except("küche").emit("outside", "the kitchen is closed");
  await sleep(50);
  io.emit("end");
}

async function client(scene) {
  await Promise.all(clients.map((number) => join(scene, number)));
}

async function join(scene, number) {
  const log = scene.log.of(number);
  // One after the other, so that the sockets come in the same order every time.
  await sleep(40 * number);
  const socket = connect(`http://${authority(scene)}`, { transports, forceNew: true, auth: { client: number } });
  const app = new Endpoint(socket, log);
  for (const name of ["dinner", "secret", "outside", "whisper", "end"]) app.on(name);
  await connected(socket, log);
  if (inTheRoom.includes(number)) await app.request("enter", "küche");
  app.emit("ready");
  if (number === 3) app.received("dinner").then(() => app.emit("whisper", "zu salzig"));
  await app.received("end");
  socket.disconnect();
}

export default {
  title: "Socket.IO 4: a broadcast to a room with three of five clients, a push to one alone",
  description: `
Five clients on connections of their own; 1, 3 and 5 enter a room. The server sends an event to the room, another to
client 2 alone, a third to all who are not in the room; client 3 has one sent to the others in the room; in the end
comes a broadcast to everybody. "client" in the truth is the client's number, which it sends as its auth payload.`,
  port: 3114,
  packages: ["socket.io-4", "socket.io-client-4"],
  server,
  client,
};
