import { createServer } from "node:net";
import { listen } from "../../lib/http.js";
import { attempt } from "../../lib/upgrades.js";

// What the server does with a request, by its path.
const reactions = {
  "/silent": () => {},
  "/closes": (socket) => socket.end(),
  "/resets": (socket) => socket.resetAndDestroy(),
};

async function server(scene) {
  const tcp = createServer((socket) => {
    socket.on("error", () => {});
    socket.once("data", (data) => {
      const [, method, target] = data.toString("latin1").match(/^(\S+) (\S+)/);
      scene.log("request", { method, target });
      reactions[target](socket);
    });
  });
  await listen(tcp, scene);
  return () => tcp.close();
}

async function client(scene) {
  await attempt(scene, "/silent", { handshakeTimeout: 400 });
  await attempt(scene, "/closes");
  await attempt(scene, "/resets");
}

export default {
  title: "WebSocket upgrades that get no answer: the client gives up, the server closes, the server resets",
  description: `
A handwritten server takes three upgrades and says nothing to the first (the package ws gives up after 400 ms), closes the
connection of the second and resets that of the third.`,
  port: 3410,
  packages: ["ws"],
  server,
  client,
};
