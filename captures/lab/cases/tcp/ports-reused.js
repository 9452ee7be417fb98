import { once } from "node:events";
import { WebSocket } from "ws";
import { authority } from "../../lib/http.js";
import { logSocket, serveWebSockets } from "../../lib/websocket.js";

const localPort = 45650;

const server = (scene) =>
  serveWebSockets(scene, { perMessageDeflate: false }, (socket) => {
    socket.send("hello");
    socket.close(1000);
  });

async function client(scene) {
  for (let n = 0; n < 2; ++n) {
    const socket = logSocket(new WebSocket(`ws://${authority(scene)}/`, { localPort }), scene.log);
    await once(socket, "close");
  }
}

export default {
  title: "Two connections, one after the other, with the same two ports",
  description: `
The client binds its port. The server closes first, so only its side must remember the old connection (TIME-WAIT), and
takes the new SYN because its number is higher.`,
  port: 3165,
  packages: ["ws"],
  server,
  client,
};
