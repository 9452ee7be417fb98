import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { Server } from "socket.io-4";
import { io as connect } from "socket.io-client-4";
import { authority, listen } from "../../lib/http.js";
import { createCleartextServer } from "../../lib/http2.js";
import { Http2Agent, openSession } from "../../lib/http2agent.js";
import { connected, Endpoint } from "../../lib/socketio.js";

const transports = ["websocket"];
const clients = [1, 2, 3];

async function server(scene) {
  const http = createCleartextServer();
  const io = new Server(http, { transports });
  const votes = [];
  io.on("connection", (socket) => {
    const app = new Endpoint(socket, scene.log.of(socket.handshake.auth.client));
    app.on("vote", (acknowledge, choice) => {
      acknowledge({ counted: choice });
      if (votes.push(choice) === clients.length) io.emit("result", { votes: votes.length, text: "gezählt ☑" });
    });
    app.on("photo", (acknowledge, data) => acknowledge(Buffer.from(data).reverse()));
    app.emit("welcome", `wëlcome ${socket.handshake.auth.client}`);
  });
  await listen(http, scene);
  return () => http.close();
}

async function client(scene) {
  const session = await openSession(`http://${authority(scene)}`);
  await Promise.all(clients.map((number) => join(scene, number, new Http2Agent(session))));
  await sleep(50);
  session.close();
  await once(session, "close");
}

async function join(scene, number, agent) {
  await sleep(30 * number);
  const log = scene.log.of(number);
  const socket = connect(`http://${authority(scene)}`, { agent, transports, forceNew: true, auth: { client: number } });
  const app = new Endpoint(socket, log).on("welcome").on("result");
  await connected(socket, log);
  await app.received("welcome");
  await app.request("vote", number === 2 ? "ja" : "nein");
  await app.received("result");
  await app.request("photo", Buffer.from([number, 0, 254, 255]));
  socket.disconnect();
}

export default {
  title: "Three Socket.IO 4 clients on one connection of HTTP/2 without TLS",
  description: `
Like socketio/v4-proxy, on WebSockets that are three streams of one connection, as behind a proxy that speaks HTTP/2 with the
server. "client" in the truth is the client's number, which it sends as its auth payload.`,
  port: 3510,
  packages: ["socket.io-4", "socket.io-client-4"],
  server,
  client,
};
