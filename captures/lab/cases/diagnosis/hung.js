import { createServer } from "node:http";
import { Server } from "socket.io-4";
import { setTimeout as sleep } from "node:timers/promises";
import { listen } from "../../lib/http.js";
import { standStill } from "../../lib/stop.js";
import { join, watchEngine } from "../../lib/trouble.js";

// Its program stands still as soon as the connection is there.
async function server(scene) {
  const http = createServer();
  const io = new Server(http);
  watchEngine(io.engine, scene.log);
  http.on("connection", () => standStill(4000));
  await listen(http, scene);
  return () => io.close();
}

async function client(scene) {
  await join(scene, { transports: ["websocket"], timeout: 2000 }).over;
  await sleep(200);
  process.exit();
}

export default {
  title: "A Socket.IO 4 client at a server that stands still: no answer for 2 s, then the client gives up",
  description: `
The server's process is stopped (SIGSTOP) when the client's connection comes. Its kernel still acknowledges the request; nobody
answers. The client's \`timeout\` of two seconds ends it, and its process.`,
  port: 3644,
  packages: ["socket.io-4", "socket.io-client-4"],
  captureEndsFirst: true,
  server,
  client,
};
