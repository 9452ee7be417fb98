import { join, serve } from "../../lib/trouble.js";

const attach = (app) => app.on("photo");

async function client(scene) {
  const { app, ready, over } = join(scene, { transports: ["polling"] });
  await ready;
  app.emit("photo", "x".repeat(250_000));
  await over;
}

export default {
  title: "Socket.IO 4 on polling: a POST of 250 kB on a link of 30 kB/s, and the pong waits behind it",
  description: `
The POST needs eight seconds. The server's ping of 1.5 s is answered in the client's next POST, which waits for this one to end. The
server hears no pong for pingTimeout (0.7 s) and gives up, though bytes came all the time.`,
  port: 3796,
  packages: ["socket.io-4", "socket.io-client-4"],
  format: "pcapng.gz",
  network: "slow-up",
  server: async (scene) => (await serve(scene, { attach })).stop,
  client,
};
