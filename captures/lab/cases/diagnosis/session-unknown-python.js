import { startProxy } from "../../healthy/proxies.js";
import { servers } from "../../healthy/servers.js";
import { authority } from "../../lib/http.js";
import { join } from "../../lib/trouble.js";

const ports = [3783, 3784];

async function server(scene) {
  const row = { server: "aiohttp", pace: "quick" };
  const backends = [];
  for (const port of ports) backends.push(await servers.aiohttp({ ...scene, port }, row));
  const stopProxy = await startProxy(scene, {
    file: "Caddyfile",
    command: ["caddy", "run", "--config", "Caddyfile", "--adapter", "caddyfile"],
    configuration: `
{
  admin off
  auto_https off
}
http://:${scene.port} {
  bind ${scene.host}
  reverse_proxy ${ports.map((port) => authority({ ...scene, port })).join(" ")} {
    lb_policy round_robin
  }
}
`,
  });
  return async () => {
    await stopProxy();
    for (const stop of backends) await stop();
  };
}

export default {
  title: "python-socketio on aiohttp, two servers behind Caddy that take turns",
  description: `
Caddy gives each request to the next of two servers (\`lb_policy round_robin\`). The second one does not know the session:
400 and \`"Invalid session <sid>"\`. Both sides of the proxy are recorded.`,
  port: 3782,
  ports: [3782, ...ports],
  packages: ["socket.io-client-4"],
  programs: ["python3-socketio", "python3-aiohttp", "caddy"],
  server,
  client: (scene) => join(scene, { transports: ["polling"] }).over,
};
