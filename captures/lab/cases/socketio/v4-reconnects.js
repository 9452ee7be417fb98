import { createServer } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { Server } from "socket.io-4";
import { io as connect } from "socket.io-client-4";
import { authority, listen } from "../../lib/http.js";
import { connected, Endpoint } from "../../lib/socketio.js";

const transports = ["websocket"];

async function server(scene) {
  const http = createServer();
  const io = new Server(http, { transports });
  let visits = 0;
  io.on("connection", (socket) => {
    ++visits;
    const app = new Endpoint(socket, scene.log);
    app.on("count", (acknowledge) => acknowledge(visits));
    app.on("drop me", () => socket.conn.close());
  });
  await listen(http, scene);
  return () => http.close();
}

// The library comes back by itself whenever its transport was closed; after disconnect() the application has to ask it to.
async function client(scene) {
  const socket = connect(`http://${authority(scene)}`, {
    transports,
    reconnectionDelay: 300,
    randomizationFactor: 0,
  });
  const app = new Endpoint(socket, scene.log);
  connected(socket, scene.log);
  for (let visit = 1; visit <= 2; ++visit) {
    await app.request("count");
    app.emit("drop me");
    await new Promise((resolve) => socket.once("disconnect", resolve));
  }
  await app.request("count");
  socket.disconnect();
  await sleep(200);
  socket.connect();
  await app.request("count");
  socket.disconnect();
}

export default {
  title: "Socket.IO 4: one client in four sessions, one after the other",
  description: `
The server closes the transport twice when it is asked to, and the client's library comes back after 300 ms. Then the
client disconnects, and connects again 200 ms later.`,
  port: 3172,
  packages: ["socket.io-4", "socket.io-client-4"],
  server,
  client,
};
