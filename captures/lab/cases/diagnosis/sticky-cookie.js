import { authority } from "../../lib/http.js";
import { join, serve } from "../../lib/trouble.js";
import { startProxy } from "../../healthy/proxies.js";

const ports = [3646, 3647];

async function server(scene) {
  const backends = [];
  for (const [i, port] of ports.entries()) backends.push(await serve({ ...scene, port }, { number: i + 1 }));
  const lines = ports.map((port, i) => `server s${i + 1} ${authority({ ...scene, port })} cookie s${i + 1}`);
  const stopProxy = await startProxy(scene, {
    file: "haproxy.cfg",
    command: ["haproxy", "-db", "-f", "haproxy.cfg"],
    configuration: `
defaults
  mode http
  timeout connect 5s
  timeout client 60s
  timeout server 60s
  timeout tunnel 1h
frontend front
  bind ${authority(scene)}
  default_backend back
backend back
  balance roundrobin
  cookie SERVERID insert indirect nocache
  ${lines.join("\n  ")}
`,
  });
  return async () => {
    for (const { stop } of backends) await stop();
    await stopProxy();
  };
}

export default {
  title: "Socket.IO 4 behind HAProxy with sticky sessions by cookie, and a Node client that keeps no cookies",
  description: `
HAProxy sets \`SERVERID\` with its first answer (\`cookie SERVERID insert\`) and would send a client that returns it to the same
server. A client in Node does not keep cookies (its option \`withCredentials\` is off): its next request goes to the other
server, which answers 400, "Session ID unknown".`,
  port: 3645,
  ports: [3645, ...ports],
  packages: ["socket.io-4", "socket.io-client-4"],
  programs: ["haproxy"],
  server,
  client: (scene) => join(scene, { transports: ["polling"] }).over,
};
