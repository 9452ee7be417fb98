import { join, serve } from "../../lib/trouble.js";

const server = async (scene) => (await serve(scene, { attach })).stop;

function attach(app, socket) {
  app.on("work", (acknowledge, n) => acknowledge(n * n));
  app.on("misbehave", () => socket.disconnect(true));
}

async function client(scene) {
  const { app, ready, over } = join(scene, { transports: ["websocket"] });
  await ready;
  await app.request("work", 3);
  app.emit("misbehave");
  await over;
}

export default {
  title: "Socket.IO 4: the server disconnects a client with disconnect(true)",
  description: `
A disconnect packet, then a close frame. The client would not come back by itself after this.`,
  port: 3259,
  packages: ["socket.io-4", "socket.io-client-4"],
  server,
  client,
};
