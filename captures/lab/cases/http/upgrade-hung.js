import { startPart } from "../../lib/parts.js";
import { serveWebSockets, failToOpen } from "../../lib/websocket.js";

// Its process is stopped before the client comes, and killed when that has gone.
async function server(scene) {
  const hung = await startPart(scene, "hung");
  hung.child.kill("SIGSTOP");
  return () => hung.kill();
}

// Two at the same time: the first one gives up sooner.
const client = (scene) =>
  Promise.all([
    failToOpen(scene, "/live", { handshakeTimeout: 1500 }),
    failToOpen(scene, "/other", { handshakeTimeout: 2000 }),
  ]);

export default {
  title: "A WebSocket upgrade at a server whose process is stopped: its two clients give up",
  description: `
The server's kernel accepts the connection and acknowledges the request; the program does not read it. The package ws gives up
after 1.5 and 2 s (\`handshakeTimeout\`). Then the server's process is killed.`,
  port: 3774,
  packages: ["ws"],
  server,
  parts: { hung: (scene) => serveWebSockets(scene, {}, () => {}) },
  client,
};
