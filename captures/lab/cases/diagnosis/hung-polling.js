import { setTimeout as sleep } from "node:timers/promises";
import { standStill } from "../../lib/stop.js";
import { join, serve } from "../../lib/trouble.js";

const server = async (scene) => (await serve(scene, { pingInterval: 600, pingTimeout: 500, attach })).stop;

function attach(app) {
  app.on("report");
  app.on("vote");
  app.on("sleep", () => standStill(2200));
}

async function client(scene) {
  const { app, ready, over } = join(scene, { transports: ["polling"] });
  await ready;
  app.emit("report", "tuesday");
  await sleep(100);
  app.emit("sleep");
  await sleep(50);
  app.emit("vote", 7);
  await over;
}

export default {
  title: "Socket.IO 4 on polling: the server's process is stopped, and a POST waits for its answer",
  description: `
The client polls when the server's process is stopped (SIGSTOP) for 2.2 seconds. Its kernel acknowledges the POST that comes then,
and nobody answers it. The client hears no ping for pingInterval and pingTimeout together (600 and 500 ms) and closes with "ping
timeout".`,
  port: 3795,
  packages: ["socket.io-4", "socket.io-client-4"],
  server,
  client,
};
