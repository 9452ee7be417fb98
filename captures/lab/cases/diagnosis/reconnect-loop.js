import { createServer } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { Server } from "socket.io-4";
import { io as connect } from "socket.io-client-4";
import { authority, listen } from "../../lib/http.js";
import { Endpoint } from "../../lib/socketio.js";

const transports = ["websocket"];
const devices = ["tablet", "phone"];
const rounds = 6;

// One login may be used on one device at a time: the one that comes last has it.
async function server(scene) {
  const http = createServer();
  const io = new Server(http, { transports });
  const latest = new Map();
  io.on("connection", (socket) => {
    new Endpoint(socket, scene.log);
    const login = socket.handshake.headers.authorization;
    latest.get(login)?.disconnect(true);
    latest.set(login, socket);
  });
  await listen(http, scene);
  return () => http.close();
}

async function client(scene) {
  await Promise.all(devices.map((name, n) => comeBack(scene, name, n)));
}

// Its application connects again whenever it was disconnected, which the library leaves to it.
async function comeBack(scene, device, n) {
  await sleep(150 * n);
  const socket = connect(`http://${authority(scene)}`, {
    transports,
    forceNew: true,
    reconnection: false,
    extraHeaders: { authorization: "Bearer lena-7c21f0", "user-agent": device },
  });
  new Endpoint(socket, scene.log);
  for (let round = 1; round < rounds; ++round) {
    await disconnected(socket);
    await sleep(120);
    socket.connect();
  }
  await (n === 0 ? disconnected(socket) : connectedFor(socket, 400));
  socket.disconnect();
}

const disconnected = (socket) => new Promise((resolve) => socket.once("disconnect", resolve));

async function connectedFor(socket, ms) {
  if (!socket.connected) await new Promise((resolve) => socket.once("connect", resolve));
  await sleep(ms);
}

export default {
  title: "Socket.IO 4: two devices with one login throw each other out, and come back each time",
  description: `
The server allows one session for a login (an Authorization header) and disconnects the older one when another one comes.
Two devices use the same login. Each connects again 120 ms after it was disconnected, and so puts out the other one: six
sessions each within two seconds. The last one stays.`,
  port: 3270,
  packages: ["socket.io-4", "socket.io-client-4"],
  server,
  client,
};
