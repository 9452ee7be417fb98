import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { standStill } from "../../lib/stop.js";
import { closed, openWebSocket, serveWebSockets } from "../../lib/websocket.js";

const intervalMs = 1000;

// As the package's own description has it: whoever has not answered by the next ping is cut off.
const server = (scene) =>
  serveWebSockets(scene, { perMessageDeflate: false }, (socket) => {
    let alive = true;
    socket.on("pong", () => (alive = true));
    socket.on("message", () => socket.send("welcome"));
    const timer = setInterval(() => {
      if (!alive) return socket.terminate();
      alive = false;
      socket.ping();
    }, intervalMs);
    socket.on("close", () => clearInterval(timer));
  });

async function client(scene) {
  const socket = await openWebSocket(scene, { perMessageDeflate: false });
  const over = closed(socket);
  socket.on("error", ({ code, message }) => scene.log("error", { message: code ?? message }));
  socket.send("hello");
  await once(socket, "ping");
  await sleep(200);
  await standStill(2400);
  await over;
}

export default {
  title: "The package ws cuts off a client that has not answered its ping: terminate()",
  description: `
The server pings each second, and ends the connection without a close frame when the pong is not there by the next one. The
client's process is stopped after its first pong.`,
  port: 3761,
  packages: ["ws"],
  server,
  client,
};
