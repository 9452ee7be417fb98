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
  title: "Socket.IO 4 behind nginx that drops the Upgrade header",
  description: `
nginx with a bare \`proxy_pass\` speaks HTTP/1.0 to the server and sends no Upgrade header on. The server sees a GET
with \`transport=websocket\` that asks for no upgrade, and answers 400, bad request; the client stays on polling. Both
sides of the proxy are recorded: the client talks to port 3229, nginx to 3230.`,
  port: 3229,
  ports: [3229, 3230],
  packages: ["socket.io-4", "socket.io-client-4"],
  programs: ["nginx"],
  server: behindNginx([3230], { location: plainly }),
  client,
};
