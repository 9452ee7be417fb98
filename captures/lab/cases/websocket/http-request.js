import { once } from "node:events";
import { Agent, request } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { authority } from "../../lib/http.js";
import { closed, logSocket, serveWebSockets } from "../../lib/websocket.js";
import { WebSocket } from "ws";

const server = (scene) => serveWebSockets(scene, { perMessageDeflate: false }, (socket) => {
  socket.on("error", ({ code }) => scene.log("error", { message: code }));
  socket.send("ready");
});

// One connection for everything, as a pool that knows nothing of upgrades has it.
class OneConnection extends Agent {
  createConnection(options, callback) {
    this.socket ??= super.createConnection(options, callback);
    return this.socket;
  }
}

async function client(scene) {
  const agent = new OneConnection({ keepAlive: true });
  const socket = logSocket(new WebSocket(`ws://${authority(scene)}/feed`, { agent, perMessageDeflate: false }), scene.log);
  const over = closed(socket);
  socket.on("error", ({ code, message }) => scene.log("error", { message: code ?? message }));
  await once(socket, "message");
  const again = request({ host: scene.host, port: scene.port, path: "/status", agent });
  again.on("error", () => {});
  again.end();
  await over;
  await sleep(50);
}

export default {
  title: "A client whose connection pool sends an HTTP request on an upgraded connection",
  description: `
The WebSocket is open when the agent of Node's HTTP client uses its connection for another request. The server closes with 1002:
an invalid frame.`,
  port: 3773,
  packages: ["ws"],
  server,
  client,
};
