import { behindNginx, letThrough } from "../../lib/proxied.js";
import { join } from "../../lib/trouble.js";

const server = behindNginx([3243], { location: `${letThrough} client_max_body_size 1k;` });

async function client(scene) {
  const { app, ready, over } = join(scene, { transports: ["polling"] });
  await ready;
  await app.request("work", 3);
  app.emit("document", "x".repeat(4000));
  await over;
}

export default {
  title: "Socket.IO 4 on polling through nginx, which rejects a POST over client_max_body_size",
  description: `
The server would take a megabyte, nginx takes one kilobyte. It answers a POST of 4,000 bytes with 413 and a page of
HTML, and the server never sees it. Both sides of the proxy are recorded: the client talks to port 3242, nginx to
3243.`,
  port: 3242,
  ports: [3242, 3243],
  packages: ["socket.io-4", "socket.io-client-4"],
  programs: ["nginx"],
  server,
  client,
};
