import { messageSaying, openWebSocket, serveWebSockets, closed } from "../../lib/websocket.js";

const server = (scene) => serveWebSockets(scene, { perMessageDeflate: false }, (socket) => socket.send("ready"));

async function client(scene) {
  const socket = await openWebSocket(scene, { perMessageDeflate: false });
  const over = closed(socket);
  await messageSaying(socket, "ready");
  socket.close();
  await over;
}

export default {
  title: "A close frame without a code: both applications see 1005",
  description: `
The client of the package ws closes without a code, and the server answers likewise. Both applications are told 1005, which
never is on the wire.`,
  port: 3082,
  packages: ["ws"],
  server,
  client,
};
