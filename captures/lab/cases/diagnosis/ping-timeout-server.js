import { standStill } from "../../lib/stop.js";
import { join, serve } from "../../lib/trouble.js";

const server = async (scene) => (await serve(scene, { pingInterval: 500, pingTimeout: 700, attach })).stop;

function attach(app) {
  app.on("work", (acknowledge, n) => acknowledge(n * n));
  app.on("freeze", () => standStill(2500));
}

async function client(scene) {
  const { app, ready, over } = join(scene, { transports: ["websocket"] });
  await ready;
  await app.request("work", 3);
  app.emit("freeze");
  await over;
}

export default {
  title: "Socket.IO 4: the server's process is stopped, and the client gives up on it",
  description: `
The server's process is stopped (SIGSTOP) while a client is connected by WebSocket. No ping comes for pingInterval and
pingTimeout together (500 and 700 ms), and the client closes: an empty close frame, "ping timeout". The server,
continued after 2.5 seconds, sends the ping that is overdue, then finds the close frame and hears of a transport that
closed.`,
  port: 3254,
  packages: ["socket.io-4", "socket.io-client-4"],
  server,
  client,
};
