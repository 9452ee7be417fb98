import { once } from "node:events";
import { upgradeHeaders } from "../../lib/nginx.js";
import { behindNginx } from "../../lib/proxied.js";
import { join } from "../../lib/trouble.js";

const server = behindNginx([3227, 3228], {
  http: ([one, other]) => `map $http_upgrade $backend { '' ${one}; default ${other}; }`,
  location: `proxy_pass http://$backend; ${upgradeHeaders}`,
});

async function client(scene) {
  const { socket, app, ready } = join(scene);
  await Promise.all([ready, once(socket.io.engine, "upgradeError")]);
  await app.request("work", 3);
  socket.disconnect();
}

export default {
  title: "Socket.IO 4 behind nginx that sends WebSockets to another server: the upgrade gets 400",
  description: `
nginx sends polls to one server, and what asks for an upgrade to another, which does not know the session: 400 with
the bare words "Session ID unknown". The client stays on polling, where all is well. Both sides of the proxy are
recorded: the client talks to port 3226, nginx to 3227 for polls and to 3228 for WebSockets.`,
  port: 3226,
  ports: [3226, 3227, 3228],
  packages: ["socket.io-4", "socket.io-client-4"],
  programs: ["nginx"],
  server,
  client,
};
