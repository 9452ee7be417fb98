import { setTimeout as sleep } from "node:timers/promises";
import { startHaproxy } from "../../lib/haproxy.js";
import { standStill } from "../../lib/stop.js";
import { join, serve } from "../../lib/trouble.js";

const backend = 3786;
const limits = ["timeout connect 5s", "timeout client 30s", "timeout server 1500ms"];

async function server(scene) {
  const options = { pingInterval: 1000, pingTimeout: 20000, attach };
  const { stop } = await serve({ ...scene, port: backend }, options);
  const stopProxy = await startHaproxy(scene, backend, limits);
  return async () => {
    await stop();
    await stopProxy();
  };
}

function attach(app) {
  app.on("work", (acknowledge, n) => acknowledge(n * n));
  app.on("freeze", () => standStill(3500));
}

async function client(scene) {
  const { app, ready, over } = join(scene, { transports: ["polling"] });
  await ready;
  await app.request("work", 4);
  app.emit("freeze");
  await sleep(600);
  app.emit("note", 5);
  await over;
}

export default {
  title: "Socket.IO 4 behind HAProxy: the server stands still, and the proxy answers 504 in its place",
  description: `
The server's process is stopped (SIGSTOP) for 3.5 seconds while a poll waits. The client's next POST is not answered, either.
HAProxy waits 1.5 seconds for each (\`timeout server\`) and answers 504. Both sides of the proxy are recorded.`,
  port: 3785,
  ports: [3785, backend],
  packages: ["socket.io-4", "socket.io-client-4"],
  programs: ["haproxy"],
  server,
  client,
};
