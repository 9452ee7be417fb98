import { setTimeout as sleep } from "node:timers/promises";
import { behindNginx, plainly } from "../../lib/proxied.js";
import { join } from "../../lib/trouble.js";

// Caches whatever has the same path and session, for a second.
const cached = `proxy_cache polls; proxy_cache_key "$uri$arg_transport$arg_sid"; proxy_cache_valid 200 1s; ${plainly}
  proxy_ignore_headers Cache-Control Expires Set-Cookie; add_header X-Cache $upstream_cache_status always;`;

const attach = (app) => {
  app.on("work", () => app.emit("news", 2));
  app.emit("news", 1);
};

async function client(scene) {
  const { socket, app, ready } = join(scene, { transports: ["polling"] });
  const { transport } = socket.io.engine;
  let times = 0;
  app.on("news", () => {
    if (++times === 6) transport._poll = () => {};
  });
  await ready;
  app.emit("work", 3);
  await sleep(300);
  process.exit();
}

export default {
  title: "Socket.IO 4 on polling through nginx with a cache that answers polls itself",
  description: `
nginx keeps each answer for a second and takes two polls of one session for the same (\`proxy_cache\`, with a key without the
parameter \`t\`). The client gets the same answer again and again; the server is asked once. After the sixth the client
polls no more, and its process ends.`,
  port: 3648,
  ports: [3648, 3649],
  packages: ["socket.io-4", "socket.io-client-4"],
  programs: ["nginx"],
  server: behindNginx([3649], { location: cached, attach, http: () => "proxy_cache_path cache keys_zone=polls:1m;" }),
  client,
};
