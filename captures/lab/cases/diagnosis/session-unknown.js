import { behindNginx } from "../../lib/proxied.js";
import { join } from "../../lib/trouble.js";

const client = (scene) => join(scene, { transports: ["polling"] }).over;

export default {
  title: "Socket.IO 4 behind nginx that alternates between two servers: session ID unknown",
  description: `
nginx without sticky sessions. The first poll opens a session at one server, the next request goes to the other one,
which knows nothing of it: 400 with \`{"code":1,"message":"Session ID unknown"}\`. Both sides of the proxy are
recorded: the client talks to port 3220, nginx to 3221 and 3222.`,
  port: 3220,
  ports: [3220, 3221, 3222],
  packages: ["socket.io-4", "socket.io-client-4"],
  programs: ["nginx"],
  server: behindNginx([3221, 3222]),
  client,
};
