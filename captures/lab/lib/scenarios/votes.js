// Three Socket.IO 4 clients at once that vote; when all have, the server tells them the result.
import { setTimeout as sleep } from "node:timers/promises";
import { Server } from "socket.io-4";
import { io as connect } from "socket.io-client-4";
import { authority } from "../http.js";
import { connected, Endpoint } from "../socketio.js";

export const voters = [1, 2, 3];

export function serveVotes({ log }, http, options = {}) {
  const io = new Server(http, options);
  const votes = [];
  io.on("connection", (socket) => {
    const app = new Endpoint(socket, log.of(socket.handshake.auth.client));
    app.on("vote", (acknowledge, choice) => {
      acknowledge({ counted: choice });
      if (votes.push(choice) === voters.length) io.emit("result", { votes: votes.length, text: "gezählt ☑" });
    });
    app.on("photo", (acknowledge, data) => acknowledge(Buffer.from(data).reverse()));
    app.emit("welcome", `wëlcome ${socket.handshake.auth.client}`);
  });
  return io;
}

// The voter of that number; `options` are those of its `io`.
export async function vote(scene, number, options = {}) {
  await sleep(30 * number);
  const log = scene.log.of(number);
  const socket = connect(`http://${authority(scene)}`, { forceNew: true, auth: { client: number }, ...options });
  const app = new Endpoint(socket, log).on("welcome").on("result");
  await connected(socket, log);
  await app.received("welcome");
  await app.request("vote", number === 2 ? "ja" : "nein");
  const { engine } = socket.io;
  if (engine.transport.name === "polling") await new Promise((resolve) => engine.once("upgrade", resolve));
  await app.received("result");
  await app.request("photo", Buffer.from([number, 0, 254, 255]));
  socket.disconnect();
}
