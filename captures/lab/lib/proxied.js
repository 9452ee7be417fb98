// Socket.IO servers behind nginx, as the server's side of a case.
import { startNginx, upgradeHeaders } from "./nginx.js";
import { serve } from "./trouble.js";

// One backend for each port. `location` is what nginx does with a request; it knows the backends as "backends", which
// take turns.
export function behindNginx(ports, { location = letThrough, http = () => "", ...options } = {}) {
  return async (scene) => {
    const numbered = ports.length > 1;
    const backends = [];
    for (const [i, port] of ports.entries()) {
      backends.push(await serve({ ...scene, port }, { ...options, number: numbered ? i + 1 : undefined }));
    }
    const addresses = ports.map((port) => `${scene.host}:${port}`);
    const stopNginx = await startNginx(scene, {
      server: `location / { ${location} }`,
      http: `upstream backends { ${addresses.map((address) => `server ${address};`).join(" ")} }\n${http(addresses)}`,
    });
    return async () => {
      for (const backend of backends) await backend.stop();
      await stopNginx();
    };
  };
}

export const plainly = "proxy_pass http://backends;";
export const letThrough = `${plainly} ${upgradeHeaders}`;
