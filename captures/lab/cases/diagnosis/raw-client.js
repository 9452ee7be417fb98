import { serve } from "../../lib/trouble.js";
import { closed, openWebSocket } from "../../lib/websocket.js";

async function client(scene) {
  const socket = await openWebSocket(scene, { path: "/socket.io/?EIO=4&transport=websocket" });
  const gone = closed(socket);
  socket.send('{"type":"hello","name":"Ada"}');
  await gone;
}

export default {
  title: "A plain WebSocket client at a Socket.IO 4 server",
  description: `
The client (package ws) opens a WebSocket at Socket.IO's path and sends JSON of its own. The server cannot parse that as an
Engine.IO packet and closes.`,
  port: 3639,
  packages: ["socket.io-4", "ws"],
  server: async (scene) => (await serve(scene)).stop,
  client,
};
