import { once } from "node:events";
import { WebSocket } from "ws";
import { authority } from "../../lib/http.js";
import { closed, logSocket, serveWebSockets } from "../../lib/websocket.js";

const localPort = 45660;

const server = (scene) =>
  serveWebSockets(scene, { perMessageDeflate: false }, (socket) => {
    socket.on("error", () => {});
    socket.send("hello");
  });

async function attempt(scene) {
  const socket = logSocket(new WebSocket(`ws://${authority(scene)}/`, { localPort }), scene.log);
  await once(socket, "message");
  return socket;
}

async function client(scene) {
  const lost = await attempt(scene);
  const gone = closed(lost);
  lost._socket.resetAndDestroy();
  await gone;
  const socket = await attempt(scene);
  socket.close(1000);
  await once(socket, "close");
}

export default {
  title: "A client that comes back on the same port while the server still has its old connection",
  description: `
The client drops its connection, and the network loses the reset, as if the client's machine had crashed. The server answers
the new SYN for the old connection (a challenge ACK); the client resets that one, and its second SYN gets through.`,
  port: 3166,
  packages: ["ws"],
  network: { rules: [{ from: "client", what: "rst", do: "lose" }], says: "the client's first reset is lost" },
  server,
  client,
};
