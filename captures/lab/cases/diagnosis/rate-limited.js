import { behindNginx, plainly } from "../../lib/proxied.js";
import { join } from "../../lib/trouble.js";

const limited = `limit_req zone=each burst=6 nodelay; limit_req_status 429; add_header Retry-After 1 always; ${plainly}`;

async function client(scene) {
  const { app, ready, over } = join(scene, { transports: ["polling"] });
  await ready;
  for (let i = 1; i < 20; ++i) app.request("work", i);
  await over;
}

export default {
  title: "Socket.IO 4 on polling through nginx that limits the rate of requests: 429 within a session",
  description: `
nginx lets six requests pass at once and two a second (\`limit_req\`), and answers the others with 429. Polling needs more:
the session is connected, and ends with the first request that is refused.`,
  port: 3634,
  ports: [3634, 3635],
  packages: ["socket.io-4", "socket.io-client-4"],
  programs: ["nginx"],
  server: behindNginx([3635], { location: limited, http: () => "limit_req_zone $binary_remote_addr zone=each:1m rate=2r/s;" }),
  client,
};
