import { createServer } from "node:http";
import { once } from "node:events";
import { Server } from "socket.io-4";
import { io as connect } from "socket.io-client-4";
import { authority, listen } from "../../lib/http.js";
import { Endpoint } from "../../lib/socketio.js";

const transports = ["websocket"];

async function server(scene) {
  const http = createServer();
  const io = new Server(http, { transports, connectionStateRecovery: { maxDisconnectionDuration: 5000 } });
  io.on("connection", (socket) => {
    const app = new Endpoint(socket, scene.log);
    app.on("enter", (acknowledge, room) => {
      socket.join(room);
      acknowledge();
      io.emit("news", { edition: 1, text: "vor der Störung" });
      app.emit("private", "an offset here too");
    });
    app.on("rooms", (acknowledge) => {
      acknowledge([...socket.rooms].filter((room) => room !== socket.id), socket.data.visits);
      io.emit("news", { edition: 4, text: "wieder da 🎉" });
    });
    socket.data.visits = (socket.data.visits ?? 0) + 1;
    socket.on("disconnect", (reason) => reason === "transport close" && speakToNobody(io));
  });
  await listen(http, scene);
  return () => http.close();
}

// The second one goes to a room where the lost client is not.
function speakToNobody(io) {
  io.emit("news", { edition: 2, text: "während der Störung" });
  io.to("elsewhere").emit("news", { edition: 0 });
  io.to("library").emit("news", { edition: 3, text: "in the library" }, "two arguments");
}

async function client(scene) {
  const socket = connect(`http://${authority(scene)}`, { transports, reconnectionDelay: 200, randomizationFactor: 0 });
  socket.on("connect", () => scene.log("connect", { nsp: "/", sid: socket.id, recovered: socket.recovered }));
  const app = new Endpoint(socket, scene.log).on("private");
  const edition = (wanted) =>
    new Promise((resolve) => socket.on("news", ({ edition }) => edition === wanted && resolve()));
  app.on("news");

  await once(socket, "connect");
  await app.request("enter", "library");
  await app.received("private");
  const missed = edition(3);
  // As if the network went away: no close frame, no DISCONNECT.
  socket.io.engine.transport.ws.terminate();
  await missed;
  const last = edition(4);
  await app.request("rooms");
  await last;
  socket.disconnect();
}

export default {
  title: "Socket.IO 4: a connection lost and recovered, with the events missed meanwhile",
  description: `
The server keeps the state of lost connections. The client enters a room, gets events with their offset (an extra last
argument, which the handlers see too) and loses its TCP connection without a goodbye. Two events for it and one for
others are sent meanwhile. It comes back after 200 ms with the server's pid and the last offset in its CONNECT. The
server sends the two events first and then its CONNECT with the same sid and pid; rooms and data are as before.
"recovered" in the truth is what the client library says.`,
  port: 3117,
  packages: ["socket.io-4", "socket.io-client-4"],
  server,
  client,
};
