import { startPart } from "../../lib/parts.js";
import { join, serve } from "../../lib/trouble.js";

async function server(scene) {
  const victim = await startPart(scene, "victim");
  victim.child.on("message", ({ fields }) => fields?.name === "crash" && victim.kill());
  return () => victim.exited;
}

function attach(app) {
  app.on("work", (acknowledge, n) => acknowledge(n * n));
  app.on("crash");
}

async function client(scene) {
  const { app, ready, over } = join(scene, { transports: ["websocket"] });
  await ready;
  await app.request("work", 3);
  app.emit("crash");
  await over;
}

export default {
  title: "Socket.IO 4: the server's process is killed while a client is connected by WebSocket",
  description: `
SIGKILL: no close frame. Nothing was left unread, so that the server's kernel says FIN, as it would at a proper end.
The killed server logs no end; the client hears of a transport that closed, code 1006.`,
  port: 3256,
  packages: ["socket.io-4", "socket.io-client-4"],
  server,
  parts: { victim: (scene) => serve(scene, { attach }) },
  client,
};
