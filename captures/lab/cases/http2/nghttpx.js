import { createServer } from "node:http";
import { visitSecurely } from "../../lib/http2.js";
import { servePages } from "../../lib/http.js";
import { startNghttpx } from "../../lib/nghttpx.js";
import { kitchenServer } from "../../lib/scenarios/kitchen.js";
import { upgradeLate } from "../../lib/socketio.js";

const [outside, inside] = [3511, 3512];

const create = (pages) => createServer(servePages(pages));
const serve = kitchenServer({}, {}, { create, prepare: (io) => upgradeLate(io, 120) });

async function server(scene) {
  const stopServer = await serve({ ...scene, port: inside });
  const stopProxy = await startNghttpx(scene, inside);
  return async () => {
    await stopProxy();
    stopServer();
  };
}

export default {
  title: "Chromium with Socket.IO 4 through nghttpx, which translates HTTP/2 to HTTP/1.1 and an extended CONNECT to an upgrade",
  description: `
The conversation of http2/chromium-upgrade with a server that knows HTTP/1.1 only, behind nghttpx. Both sides of the proxy are
recorded: one h2 connection through TLS to port ${outside}, and HTTP/1.1 connections to port ${inside}.`,
  port: outside,
  ports: [outside, inside],
  packages: ["socket.io-4", "socket.io-client-4", "playwright-core"],
  programs: ["chromium", "nghttpx"],
  server,
  client: visitSecurely,
};
