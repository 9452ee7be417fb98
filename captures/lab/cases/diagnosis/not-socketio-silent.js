import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { listen } from "../../lib/http.js";
import { join } from "../../lib/trouble.js";

async function server(scene) {
  const tcp = createServer((socket) => socket.resume().on("error", () => {}));
  await listen(tcp, scene);
  return () => tcp.close();
}

async function client(scene) {
  await join(scene, { timeout: 1000 }).over;
  await sleep(300);
  process.exit();
}

export default {
  title: "A Socket.IO 4 client at a server that accepts and never answers",
  description: `
The TCP connection is accepted, the request is read, and there it ends. The client's own \`timeout\` of one second
gives up, but the library leaves the request waiting: the connection is closed when the client's process ends.`,
  port: 3210,
  packages: ["socket.io-client-4"],
  server,
  client,
};
