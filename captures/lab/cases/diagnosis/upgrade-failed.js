import { once } from "node:events";
import { behindNginx, plainly } from "../../lib/proxied.js";
import { join } from "../../lib/trouble.js";

async function client(scene) {
  const { socket, app, ready } = join(scene);
  await Promise.all([ready, once(socket.io.engine, "upgradeError")]);
  for (const n of [3, 4]) await app.request("work", n);
  socket.disconnect();
}

export default {
  title: "Socket.IO 4 behind nginx that rejects WebSockets with 403",
  description: `
Polling goes through; nginx itself answers what asks for an upgrade. The client stays on polling. Both sides of the
proxy are recorded, and the server's side (port 3232) never sees the attempt.`,
  port: 3231,
  ports: [3231, 3232],
  packages: ["socket.io-4", "socket.io-client-4"],
  programs: ["nginx"],
  server: behindNginx([3232], { location: `if ($http_upgrade) { return 403; } ${plainly}` }),
  client,
};
