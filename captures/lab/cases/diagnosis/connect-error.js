import { join, serve } from "../../lib/trouble.js";

async function server(scene) {
  const { io, stop } = await serve(scene);
  io.use((socket, next) => {
    if (socket.handshake.auth.token === "abc") return next();
    next(Object.assign(new Error("not authorised"), { data: { code: 4001, hint: "log in again" } }));
  });
  return stop;
}

async function client(scene) {
  const options = { transports: ["websocket"] };
  await join({ ...scene, log: scene.log.of(1) }, { ...options, auth: { token: "expired" } }).over;
  await join({ ...scene, log: scene.log.of(2) }, { ...options, nsp: "/nowhere", auth: { token: "abc" } }).over;
}

export default {
  title: "Socket.IO 4: one client rejected by a middleware, another asks for a namespace that does not exist",
  description: `
The connection is made, and the namespace refused: the first client's token does not please a middleware, which says
"not authorised" with data; the second one asks for "/nowhere" and hears "Invalid namespace". Both close the
connection then, since nothing else uses it.`,
  port: 3211,
  packages: ["socket.io-4", "socket.io-client-4"],
  server,
  client,
};
