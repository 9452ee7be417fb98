import { behindNginx, letThrough } from "../../lib/proxied.js";
import { join } from "../../lib/trouble.js";

const server = behindNginx([3237], {
  location: `${letThrough} proxy_read_timeout 2s;`,
  pingInterval: 25_000,
  pingTimeout: 20_000,
});

async function client(scene) {
  const { app, ready, over } = join(scene, { transports: ["websocket"] });
  await ready;
  await app.request("work", 3);
  await over;
}

export default {
  title: "Socket.IO 4 on a WebSocket through nginx, which closes it after two idle seconds",
  description: `
The server's heartbeat is 25 s as by default, nginx's \`proxy_read_timeout\` two seconds (60 by default, the trouble
is the same with a longer heartbeat). nginx closes both connections without a close frame, and both sides hear of a
transport that closed. Both sides of the proxy are recorded: the client talks to port 3236, nginx to 3237.`,
  port: 3236,
  ports: [3236, 3237],
  packages: ["socket.io-4", "socket.io-client-4"],
  programs: ["nginx"],
  server,
  client,
};
