import { join } from "../../lib/trouble.js";
import { serveWebSockets } from "../../lib/websocket.js";

export default {
  title: "A Socket.IO 4 client at a plain WebSocket server",
  description: `
The server (package ws) accepts the WebSocket at any path and greets with a text of its own, as its protocol has it. That is no
Engine.IO packet: the client does not get an open packet, and gives up.`,
  port: 3638,
  packages: ["ws", "socket.io-client-4"],
  server: (scene) => serveWebSockets(scene, {}, (socket) => socket.send('{"type":"welcome","users":3}')),
  client: (scene) => join(scene, { transports: ["websocket"], timeout: 1500 }).over,
};
