import { createServer } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { Server } from "socket.io-4";
import { io as connect } from "socket.io-client-4";
import { authority, listen } from "../../lib/http.js";
import { connected, Endpoint } from "../../lib/socketio.js";

async function server(scene) {
  const http = createServer();
  const io = new Server(http, { transports: ["websocket"], pingInterval: 300, pingTimeout: 200 });
  io.on("connection", (socket) => {
    const app = new Endpoint(socket, scene.log);
    app.on("work", (acknowledge, n) => acknowledge(n * n));
    app.on("finish", () => {
      app.emit("bye", "bis bald");
      io.close();
    });
  });
  await listen(http, scene);
  return () => http.close();
}

async function client(scene) {
  const socket = connect(`http://${authority(scene)}`, { transports: ["websocket"], reconnection: false });
  const app = new Endpoint(socket, scene.log).on("bye");
  await connected(socket, scene.log);
  await app.request("work", 3);
  await sleep(2000);
  await app.request("work", 12);
  app.emit("finish");
  await new Promise((resolve) => socket.on("disconnect", resolve));
}

export default {
  title: "Socket.IO 4: two idle seconds with a heartbeat every 300 ms, then the server closes everything",
  description: `
pingInterval 300 ms, pingTimeout 200 ms: six or seven pings of the server, each answered, with no event between them.
Then one more event, and the server closes all its connections.`,
  port: 3008,
  packages: ["socket.io-4", "socket.io-client-4"],
  server,
  client,
};
