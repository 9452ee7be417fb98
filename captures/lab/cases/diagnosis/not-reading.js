import { setTimeout as sleep } from "node:timers/promises";
import { standStill } from "../../lib/stop.js";
import { join, serve } from "../../lib/trouble.js";

const blocks = 14;
const block = "x".repeat(16_000);

const server = async (scene) => (await serve(scene, { pingInterval: 500, pingTimeout: 900, attach })).stop;

function attach(app) {
  app.on("work", (acknowledge, n) => acknowledge(n * n));
  app.on("flood", async () => {
    await sleep(100);
    for (let n = 0; n < blocks; n++) app.emit("block", block);
  });
}

async function client(scene) {
  const { app, ready, over } = join(scene, { transports: ["websocket"] });
  await ready;
  await app.request("work", 6);
  app.emit("flood");
  await sleep(50);
  await standStill(2600);
  await over;
}

export default {
  title: "Socket.IO 4: the client's program stands still while the server sends much, until its window is shut",
  description: `
The client's process is stopped (SIGSTOP) for 2.6 seconds, and the server sends ${blocks} messages of 16 kB. What nobody reads
fills the client's receive buffer; its window is shut, the server's ping waits behind the rest, and the server gives up.`,
  port: 3791,
  packages: ["socket.io-4", "socket.io-client-4"],
  server,
  client,
};
