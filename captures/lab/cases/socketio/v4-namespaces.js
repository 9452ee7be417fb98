import { once } from "node:events";
import { createServer } from "node:http";
import { Server } from "socket.io-4";
import { Manager } from "socket.io-client-4";
import { authority, listen } from "../../lib/http.js";
import { connected, Endpoint, refused } from "../../lib/socketio.js";

async function server(scene) {
  const http = createServer();
  const io = new Server(http, { transports: ["websocket"] });
  const admin = io.of("/admin").use(onlyWithToken);
  for (const namespace of [io, io.of("/chat"), io.of("/news/today"), admin]) {
    namespace.on("connection", (socket) => serve(socket, new Endpoint(socket, scene.log, socket.nsp.name)));
  }
  await listen(http, scene);
  return () => http.close();
}

function onlyWithToken(socket, next) {
  if (socket.handshake.auth.token === "abc") return next();
  const refusal = new Error("not authorized");
  refusal.data = { code: 4001, content: "Bitte später erneut" };
  next(refusal);
}

function serve(socket, app) {
  app.on("say", (acknowledge, text) => acknowledge(`${socket.nsp.name}: ${text}`));
  app.on("leave", () => socket.disconnect());
  app.on("hang up", () => socket.disconnect(true));
}

async function client(scene) {
  const manager = new Manager(`http://${authority(scene)}`, { transports: ["websocket"] });
  const join = async (nsp, auth) => {
    const socket = manager.socket(nsp, { auth });
    const app = new Endpoint(socket, scene.log, nsp);
    await Promise.race([connected(socket, scene.log, nsp), refused(socket, scene.log, nsp)]);
    return { socket, app, gone: new Promise((resolve) => socket.on("disconnect", resolve)) };
  };

  const main = await join("/");
  const chat = await join("/chat", { name: "Zoë", since: 2024 });
  const news = await join("/news/today");
  const admin = await join("/admin", { token: "wrong" });
  await join("/nowhere");
  admin.socket.auth = { token: "abc" };
  admin.socket.connect();
  await once(admin.socket, "connect");

  await main.app.request("say", "one");
  await chat.app.request("say", "two, with a comma");
  await admin.app.request("say", "three");
  chat.socket.disconnect();
  await news.app.request("say", "still here");
  news.app.emit("leave");
  await news.gone;
  await main.app.request("say", "last words");
  main.app.emit("hang up");
  await Promise.all([main.gone, admin.gone]);
  manager._close();
}

export default {
  title: "Socket.IO 4: several namespaces on one connection, two of them rejected",
  description: `
Four namespaces with and without an auth payload. "/admin" is refused by a middleware with data and joined later with
the right token; "/nowhere" does not exist. The client leaves "/chat", the server puts it out of "/news/today", in the
end the server closes the connection with "/" and "/admin" still connected.`,
  port: 3007,
  packages: ["socket.io-4", "socket.io-client-4"],
  server,
  client,
};
