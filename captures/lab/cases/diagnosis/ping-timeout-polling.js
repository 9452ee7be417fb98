import { setTimeout as sleep } from "node:timers/promises";
import { standStill } from "../../lib/stop.js";
import { join, serve } from "../../lib/trouble.js";

const server = async (scene) => (await serve(scene, { pingInterval: 500, pingTimeout: 700 })).stop;

async function client(scene) {
  const { app, ready, over } = join(scene, { transports: ["polling"] });
  await ready;
  await app.request("work", 3);
  await sleep(50);
  await standStill(2500);
  await over;
}

export default {
  title: "Socket.IO 4 on polling: the client's process is stopped, and the server gives up on it",
  description: `
As diagnosis/ping-timeout-client, on polling. The poll that waits is answered with a ping; the stopped client sends no
pong, and does not poll again. When the server gives up there is no poll to tell it by, and nothing of it is on the
wire. The client, continued, says "ping timeout" too and posts a close packet: 400, session ID unknown.`,
  port: 3252,
  packages: ["socket.io-4", "socket.io-client-4"],
  server,
  client,
};
