import { join, serve } from "../../lib/trouble.js";

const server = async (scene) => (await serve(scene, { maxHttpBufferSize: 2000 })).stop;

async function client(scene) {
  const { app, ready, over } = join(scene, { transports: ["websocket"] });
  await ready;
  await app.request("work", 3);
  app.emit("document", "x".repeat(4000));
  await over;
}

export default {
  title: "Socket.IO 4: a WebSocket message over maxHttpBufferSize, close code 1009",
  description: `
The server takes 2,000 bytes a message, which the open packet says as maxPayload; the client sends an event of 4,000.
The server's WebSocket closes with 1009, and the server logs a transport error.`,
  port: 3214,
  packages: ["socket.io-4", "socket.io-client-4"],
  server,
  client,
};
