import { once } from "node:events";
import { join, serve } from "../../lib/trouble.js";

async function server(scene) {
  const { http, stop } = await serve(scene);
  // Comes after Engine.IO's own listener, which has written the 101 by then.
  http.on("upgrade", (_, tcp) => tcp.destroy());
  return stop;
}

async function client(scene) {
  const { socket, app, ready } = join(scene);
  await Promise.all([ready, once(socket.io.engine, "upgradeError")]);
  for (const n of [3, 4]) await app.request("work", n);
  socket.disconnect();
}

export default {
  title: "Socket.IO 4: the WebSocket of an upgrade is accepted and closed before the probe",
  description: `
The server's machine closes every WebSocket right after the 101, without a close frame. The client's probe meets a
connection that is gone already and is answered with RST; the client stays on polling.`,
  port: 3233,
  packages: ["socket.io-4", "socket.io-client-4"],
  server,
  client,
};
