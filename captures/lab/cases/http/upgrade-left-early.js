import { createServer } from "node:net";
import { listen } from "../../lib/http.js";
import { attempt } from "../../lib/upgrades.js";

// It would answer; nobody waits for that.
async function server(scene) {
  const tcp = createServer((socket) => {
    socket.on("error", () => {});
    socket.once("data", (data) => {
      const [, method, target] = data.toString("latin1").match(/^(\S+) (\S+)/);
      scene.log("request", { method, target });
    });
  });
  await listen(tcp, scene);
  return () => tcp.close();
}

export default {
  title: "A WebSocket upgrade that its client leaves after 60 ms",
  description: `
As a page does that is closed or reloaded while it connects: before any server could be blamed for its silence, the client has
gone (the package ws with a handshake timeout of 60 ms).`,
  port: 3362,
  packages: ["ws"],
  server,
  client: (scene) => attempt(scene, "/busy", { handshakeTimeout: 60 }),
};
