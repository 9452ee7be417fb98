import { createServer } from "node:http";
import { createProxyMiddleware } from "http-proxy-middleware";
import { listen } from "../../lib/http.js";
import { failToOpen, serveWebSockets } from "../../lib/websocket.js";

const backends = [3770, 3771];

// Each proxy takes every upgrade: neither has a path of its own.
async function server(scene) {
  const servers = [];
  const http = createServer((_, response) => response.end("a page"));
  for (const port of backends) {
    const quiet = () => {};
    servers.push(await serveWebSockets({ ...scene, port, log: quiet }, { perMessageDeflate: false }, () => {}));
    const proxy = createProxyMiddleware({ target: `http://${scene.host}:${port}`, ws: true });
    http.on("upgrade", proxy.upgrade);
  }
  http.on("upgrade", (request) => scene.log("request", { method: request.method, target: request.url }));
  await listen(http, scene);
  return () => {
    http.close();
    for (const stop of servers) stop();
  };
}

export default {
  title: "Two http-proxy-middleware on one HTTP server: both answer an upgrade",
  description: `
Both listen to the server's \`upgrade\` event, and pass the request to their own backend: two 101 on one connection. The package
ws takes the second one for an invalid frame.`,
  port: 3769,
  packages: ["http-proxy-middleware", "ws"],
  server,
  client: (scene) => failToOpen(scene, "/live"),
};
