import { createServer } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { Server } from "socket.io-4";
import { io as connect } from "socket.io-client-4";
import { authority, listen } from "../../lib/http.js";
import { connected, Endpoint } from "../../lib/socketio.js";

const clients = [1, 2, 3, 4, 5];

async function server(scene) {
  const http = createServer();
  const io = new Server(http, { transports: ["websocket"] });
  const apps = [];
  io.on("connection", (socket) => {
    const app = new Endpoint(socket, scene.log.of(socket.handshake.auth.client));
    app.on("ready", () => apps.push(app) === clients.length && broadcast(io, apps));
  });
  await listen(http, scene);
  return () => http.close();
}

// First one packet for everybody, then one acknowledged event for each.
async function broadcast(io, apps) {
  io.emit("news", { headline: "Ein Rundruf an alle 📣", receivers: apps.length });
  await Promise.all(apps.map((app, i) => app.request("vote", { round: 1, seat: i })));
  io.emit("result", apps.length);
}

async function client(scene) {
  await Promise.all(clients.map((number) => join(scene, number)));
}

async function join(scene, number) {
  const log = scene.log.of(number);
  // One after the other, so that the sockets come in the same order every time.
  await sleep(40 * number);
  const socket = connect(`http://${authority(scene)}`, {
    transports: ["websocket"],
    forceNew: true,
    auth: { client: number },
  });
  const app = new Endpoint(socket, log).on("news").on("result");
  app.on("vote", (acknowledge, { seat }) => acknowledge(number % 2 === 0 ? "yes" : "no", { number, seat }));
  await connected(socket, log);
  app.emit("ready");
  await app.received("result");
  socket.disconnect();
}

export default {
  title: "Socket.IO 4: five clients at once, a broadcast and an acknowledged event to each",
  description: `
Five clients of one process connect 40 ms apart on connections of their own. The server sends all of them the same
broadcast, then each an event that it acknowledges with its own answer, then a last broadcast. "client" in the truth
is the client's number, which it sends as its auth payload.`,
  port: 3051,
  packages: ["socket.io-4", "socket.io-client-4"],
  server,
  client,
};
