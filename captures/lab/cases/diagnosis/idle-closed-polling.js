import { behindNginx, letThrough } from "../../lib/proxied.js";
import { join } from "../../lib/trouble.js";

const server = behindNginx([3241], {
  location: `${letThrough} proxy_read_timeout 2s;`,
  pingInterval: 25_000,
  pingTimeout: 20_000,
});

async function client(scene) {
  const { app, ready, over } = join(scene, { transports: ["polling"] });
  await ready;
  await app.request("work", 3);
  await over;
}

export default {
  title: "Socket.IO 4 on polling through nginx, which answers a waiting poll with 504",
  description: `
The server's heartbeat is 25 s as by default, nginx's \`proxy_read_timeout\` two seconds. A poll that waits for longer
gets 504 from nginx, which drops its connection to the server. Both sides of the proxy are recorded: the client talks
to port 3240, nginx to 3241.`,
  port: 3240,
  ports: [3240, 3241],
  packages: ["socket.io-4", "socket.io-client-4"],
  programs: ["nginx"],
  server,
  client,
};
