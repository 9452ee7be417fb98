import { setTimeout as sleep } from "node:timers/promises";
import { startPart } from "../../lib/parts.js";
import { join, serve } from "../../lib/trouble.js";

async function server(scene) {
  const victim = await startPart(scene, "victim");
  victim.child.on("message", async ({ fields }) => {
    if (fields?.name !== "crash") return;
    await sleep(200);
    await victim.kill();
  });
  return () => victim.exited;
}

function attach(app) {
  app.on("work", (acknowledge, n) => acknowledge(n * n));
  app.on("crash");
}

async function client(scene) {
  const { app, ready, over } = join(scene, { transports: ["polling"] });
  await ready;
  await app.request("work", 3);
  app.emit("crash");
  await over;
}

export default {
  title: "Socket.IO 4 on polling: the server's process is killed while a poll waits",
  description: `
SIGKILL, with nothing under way but the waiting poll: its connection gets FIN before any answer. The client tries to
post a close packet, and the port refuses. The killed server logs no end.`,
  port: 3257,
  packages: ["socket.io-4", "socket.io-client-4"],
  server,
  parts: { victim: (scene) => serve(scene, { attach }) },
  client,
};
