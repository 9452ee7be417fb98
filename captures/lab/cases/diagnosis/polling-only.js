import { join, serve } from "../../lib/trouble.js";

const server = async (scene) => (await serve(scene)).stop;

async function client(scene) {
  const { socket, app, ready } = join(scene, { transports: ["polling"] });
  await ready;
  for (const n of [3, 4, 5]) await app.request("work", n);
  socket.disconnect();
}

export default {
  title: "Socket.IO 4: a client that uses polling only, though the server offers WebSocket",
  description: `
The open packet names "websocket" as an upgrade; the client was told \`transports: ["polling"]\` and never tries. All
else is healthy: three events with acknowledgements, then the client disconnects.`,
  port: 3200,
  packages: ["socket.io-4", "socket.io-client-4"],
  server,
  client,
};
