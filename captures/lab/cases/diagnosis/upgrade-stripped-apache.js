import { once } from "node:events";
import { startProxy } from "../../healthy/proxies.js";
import { authority } from "../../lib/http.js";
import { join, serve } from "../../lib/trouble.js";

const backend = 3788;
const modules = ["mpm_event", "authz_core", "proxy", "proxy_http"];

async function server(scene) {
  const { stop } = await serve({ ...scene, port: backend });
  const stopProxy = await startProxy(scene, {
    file: "apache.conf",
    command: ["apache2", "-DFOREGROUND", "-d", ".", "-f", "apache.conf"],
    configuration: `
${modules.map((name) => `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so`).join("\n")}
DefaultRuntimeDir .
PidFile apache.pid
ErrorLog error.log
User www-data
Group www-data
ServerName lab
Listen ${authority(scene)}
ProxyPass / http://${authority({ ...scene, port: backend })}/
`,
  });
  return async () => {
    await stop();
    await stopProxy();
  };
}

async function client(scene) {
  const { socket, app, ready } = join(scene);
  await Promise.all([ready, once(socket.io.engine, "upgradeError")]);
  await app.request("work", 3);
  socket.disconnect();
}

export default {
  title: "Socket.IO 4 behind Apache that forwards HTTP alone",
  description: `
\`ProxyPass\` to http:// without \`upgrade=websocket\` and without mod_proxy_wstunnel: Apache leaves the Upgrade header out, and
the server refuses the request for a WebSocket. The session goes on with polling. The client's side is recorded.`,
  port: 3787,
  packages: ["socket.io-4", "socket.io-client-4"],
  programs: ["apache2"],
  server,
  client,
};
