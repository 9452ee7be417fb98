import { createServer } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { Server } from "socket.io-4";
import { WebSocketServer } from "ws";
import { listen } from "../../lib/http.js";
import { soon, watchEngine, join } from "../../lib/trouble.js";
import { closed, logSocket, openWebSocket } from "../../lib/websocket.js";

async function server(scene) {
  const http = createServer();
  const io = new Server(http, soon);
  watchEngine(io.engine, scene.log);
  const live = new WebSocketServer({ server: http, path: "/live", perMessageDeflate: false });
  live.on("connection", (socket) => logSocket(socket, scene.log).send("live"));
  await listen(http, scene);
  return async () => {
    while (io.engine.clientsCount > 0) await sleep(50);
    http.close();
  };
}

async function client(scene) {
  const { over } = join(scene, { transports: ["websocket"] });
  await over;
  const socket = await openWebSocket(scene, { path: "/live", perMessageDeflate: false });
  const gone = closed(socket);
  socket.close(1000);
  await gone;
}

export default {
  title: "Socket.IO 4 and the package ws with a path on one HTTP server: both answer an upgrade",
  description: `
Both listen to the server's \`upgrade\` event. Socket.IO accepts the upgrade of its client; ws rejects it with 400, because its
path is another one. A WebSocket at that path works.`,
  port: 3772,
  packages: ["socket.io-4", "socket.io-client-4", "ws"],
  server,
  client,
};
