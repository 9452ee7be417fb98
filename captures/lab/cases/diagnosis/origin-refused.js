import { servers } from "../../healthy/servers.js";
import { join } from "../../lib/trouble.js";

export default {
  title: "python-socketio on aiohttp that does not accept the origin of the client's page",
  description: `
A server of python-socketio accepts its own origin only, unless \`cors_allowed_origins\` says otherwise. The client says that it
runs in a page of http://shop.example (a browser would add this header by itself): the server answers 400 and
\`"http://shop.example is not an accepted origin."\``,
  port: 3781,
  packages: ["socket.io-client-4"],
  programs: ["python3-socketio", "python3-aiohttp"],
  server: (scene) => servers.aiohttp(scene, { server: "aiohttp", pace: "quick" }),
  client: (scene) => join(scene, { extraHeaders: { origin: "http://shop.example" } }).over,
};
