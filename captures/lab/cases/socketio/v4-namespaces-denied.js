import { once } from "node:events";
import { createServer } from "node:http";
import { Server } from "socket.io-4";
import { Manager } from "socket.io-client-4";
import { authority, listen } from "../../lib/http.js";
import { connected, Endpoint, refused, upgradeLate } from "../../lib/socketio.js";

async function server(scene) {
  const http = createServer();
  const io = new Server(http);
  upgradeLate(io, 40);
  const admin = io.of("/admin").use(onlyWithToken);
  for (const namespace of [io, io.of("/chat"), admin]) {
    namespace.on("connection", (socket) => serve(socket, new Endpoint(socket, scene.log, socket.nsp.name)));
  }
  await listen(http, scene);
  return () => http.close();
}

function onlyWithToken(socket, next) {
  if (socket.handshake.auth.token === "abc") return next();
  const refusal = new Error("not authorized");
  refusal.data = { code: 4001, content: "Bitte später erneut 🙏" };
  next(refusal);
}

function serve(socket, app) {
  app.on("say", (acknowledge, text) => acknowledge(`${socket.nsp.name}: ${text}`));
}

async function client(scene) {
  const manager = new Manager(`http://${authority(scene)}`);
  const join = async (nsp, auth) => {
    const socket = manager.socket(nsp, { auth });
    const app = new Endpoint(socket, scene.log, nsp);
    await Promise.race([connected(socket, scene.log, nsp), refused(socket, scene.log, nsp)]);
    return { socket, app };
  };

  const upgraded = new Promise((resolve) => manager.once("open", () => manager.engine.once("upgrade", resolve)));
  const [main, chat, admin] = await Promise.all([
    join("/"),
    join("/chat", { name: "Zoë" }),
    join("/admin", { token: "wrong" }),
    join("/nowhere", { hello: "there" }),
  ]);
  await upgraded;
  await chat.app.request("say", "only two of four are in");
  await join("/nowhere/either");
  admin.socket.connect();
  await once(admin.socket, "connect_error");
  admin.socket.auth = { token: "abc" };
  admin.socket.connect();
  await once(admin.socket, "connect");
  await admin.app.request("say", "at last");
  await main.app.request("say", "last words");
  for (const { socket } of [admin, chat, main]) socket.disconnect();
}

export default {
  title: "Socket.IO 4: rejected namespaces on polling and after the upgrade to WebSocket",
  description: `
The default transports; the server accepts the WebSocket 40 ms late. The client asks for four namespaces at once, on
polling: "/admin" is refused by a middleware with data, "/nowhere" does not exist. After the upgrade another unknown
one, "/admin" with the wrong token again and then with the right one. The client leaves the three namespaces it is in.`,
  port: 3121,
  packages: ["socket.io-4", "socket.io-client-4"],
  server,
  client,
};
