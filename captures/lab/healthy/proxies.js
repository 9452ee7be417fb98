// Proxies, configured as their manuals say for WebSockets: (scene, backend's scene) => the function that stops it.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { authority } from "../lib/http.js";
import { listening, startNginx, upgradeHeaders } from "../lib/nginx.js";

function nginx(scene, backend) {
  const headers = `
      proxy_set_header Host $http_host;
      proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
      proxy_read_timeout 1h;`;
  return startNginx(scene, { server: `location / { proxy_pass http://${authority(backend)}; ${upgradeHeaders} ${headers} }` });
}

const haproxy = (scene, backend) =>
  startProxy(scene, {
    file: "haproxy.cfg",
    command: ["haproxy", "-db", "-f", "haproxy.cfg"],
    configuration: `
defaults
  mode http
  timeout connect 5s
  timeout client 60s
  timeout server 60s
  timeout tunnel 1h
  option forwardfor
frontend front
  bind ${authority(scene)}
  default_backend back
backend back
  server application ${authority(backend)}
`,
  });

const modules = {
  mpm_event: "mpm_event",
  authz_core: "authz_core",
  proxy: "proxy",
  proxy_http: "proxy_http",
  proxy_wstunnel: "proxy_wstunnel",
};

const apache = (scene, backend) =>
  startProxy(scene, {
    file: "apache.conf",
    command: ["apache2", "-DFOREGROUND", "-d", ".", "-f", "apache.conf"],
    configuration: `
${Object.entries(modules)
  .map(([name, file]) => `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${file}.so`)
  .join("\n")}
DefaultRuntimeDir .
PidFile apache.pid
ErrorLog error.log
User www-data
Group www-data
ServerName lab
Listen ${authority(scene)}
ProxyPreserveHost On
ProxyPass / http://${authority(backend)}/ upgrade=websocket timeout=3600
`,
  });

const caddy = (scene, backend) =>
  startProxy(scene, {
    file: "Caddyfile",
    command: ["caddy", "run", "--config", "Caddyfile", "--adapter", "caddyfile"],
    configuration: `
{
  admin off
  auto_https off
}
http://:${scene.port} {
  bind ${scene.host}
  reverse_proxy ${authority(backend)}
}
`,
  });

export async function startProxy(scene, { file, command: [program, ...args], configuration }) {
  const folder = await mkdtemp(join(tmpdir(), "wstrace-lab-"));
  await writeFile(join(folder, file), configuration);
  const env = { ...process.env, HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder };
  const child = spawn(program, args, { stdio: ["ignore", "ignore", "pipe"], cwd: folder, env });
  // Not SIGKILL, which would leave its children behind.
  const kill = () => child.kill();
  process.on("exit", kill);
  let said = "";
  child.stderr.on("data", (text) => (said += text));
  const exited = once(child, "close");
  await Promise.race([
    listening(scene, child),
    exited.then(() => Promise.reject(new Error(`${program} does not start: ${said}`))),
  ]);
  return async () => {
    child.kill("SIGTERM");
    await exited;
    process.off("exit", kill);
    await rm(folder, { recursive: true });
  };
}

export const proxies = { nginx, haproxy, apache, caddy };
