import { createServer } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { Server } from "socket.io-4";
import { io as connect } from "socket.io-client-4";
import { authority, listen } from "../../lib/http.js";
import { connected, Endpoint } from "../../lib/socketio.js";

const clients = Array.from({ length: 25 }, (_, i) => i + 1);

async function server(scene) {
  const http = createServer();
  const io = new Server(http);
  let ready = 0;
  const votes = [];
  io.on("connection", (socket) => {
    const app = new Endpoint(socket, scene.log.of(socket.handshake.auth.client));
    app.on("ready", () => ++ready === clients.length && io.emit("news", { edition: 1, text: "Guten Morgen ☀" }));
    app.on("vote", (acknowledge, choice) => {
      acknowledge({ counted: choice });
      votes.push(choice);
      if (votes.length === clients.length) io.emit("result", votes.filter((vote) => vote === "yes").length);
    });
  });
  await listen(http, scene);
  return () => http.close();
}

async function client(scene) {
  await Promise.all(clients.map((number) => join(scene, number)));
}

async function join(scene, number) {
  const log = scene.log.of(number);
  await sleep(15 * number);
  const socket = connect(`http://${authority(scene)}`, { forceNew: true, auth: { client: number } });
  const app = new Endpoint(socket, log).on("news").on("result");
  await connected(socket, log);
  app.emit("ready");
  await app.received("news");
  await app.request("vote", number % 3 === 0 ? "yes" : "no", { from: `клиент ${number}` });
  await app.received("result");
  await sleep(50);
  socket.disconnect();
}

export default {
  title: "Socket.IO 4: twenty-five clients at once with the default transports",
  description: `
Twenty-five clients of one process connect 15 ms apart, each with polling first and the upgrade to WebSocket. The
server sends all of them a broadcast, each answers with an event that the server acknowledges, then comes a second
broadcast. The first one finds most clients on their WebSocket and the last ones still polling. "client" in the truth
is the client's number, which it sends as its auth payload.`,
  port: 3113,
  packages: ["socket.io-4", "socket.io-client-4"],
  format: "pcapng.gz",
  server,
  client,
};
