import { Agent } from "node:http";
import { join, serve } from "../../lib/trouble.js";

const attach = (app) => app.on("catalogue", () => app.emit("catalogue", "x".repeat(150_000)));

async function client(scene) {
  const { app, ready, over } = join(scene, { transports: ["polling"], agent: new Agent({ keepAlive: true }) });
  app.on("catalogue");
  await ready;
  app.emit("catalogue");
  await over;
}

export default {
  title: "Socket.IO 4 on polling: an event of 150 kB on a link of 30 kB/s, and no ping meanwhile",
  description: `
The answer to a poll that carries the event needs five seconds. The server's ping (due after 1.5 s) waits for the next poll, which
comes after it. The client hears no ping for pingInterval and pingTimeout together (2.2 s) and closes, though bytes came all the time.`,
  port: 3793,
  packages: ["socket.io-4", "socket.io-client-4"],
  format: "pcapng.gz",
  network: "slow",
  server: async (scene) => (await serve(scene, { attach })).stop,
  client,
};
