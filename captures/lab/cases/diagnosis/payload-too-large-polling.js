import { join, serve } from "../../lib/trouble.js";

const server = async (scene) => (await serve(scene, { maxHttpBufferSize: 2000 })).stop;

async function client(scene) {
  const { app, ready, over } = join(scene, { transports: ["polling"] });
  await ready;
  await app.request("work", 3);
  app.emit("document", "x".repeat(4000));
  await over;
}

export default {
  title: "Socket.IO 4: a POST over maxHttpBufferSize, 413",
  description: `
The server takes 2,000 bytes a request, which the open packet says as maxPayload; the client posts one event of 4,000
and gets 413 without a body. The client then closes the session with a packet of its own.`,
  port: 3215,
  packages: ["socket.io-4", "socket.io-client-4"],
  server,
  client,
};
