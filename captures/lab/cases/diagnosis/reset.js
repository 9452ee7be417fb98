import { setTimeout as sleep } from "node:timers/promises";
import { startPart } from "../../lib/parts.js";
import { join, serve } from "../../lib/trouble.js";

async function server(scene) {
  const victim = await startPart(scene, "victim");
  victim.child.on("message", async ({ fields }) => {
    if (fields?.name !== "hang") return;
    await sleep(500);
    await victim.kill();
  });
  return () => victim.exited;
}

function attach(app) {
  app.on("work", (acknowledge, n) => acknowledge(n * n));
  app.on("hang", () => setTimeout(hang, 50));
}

function hang() {
  for (;;);
}

async function client(scene) {
  const { app, ready, over } = join(scene, { transports: ["websocket"] });
  await ready;
  await app.request("work", 3);
  app.emit("hang");
  await sleep(200);
  for (const n of [4, 5]) app.emit("work", n, () => {});
  await over;
}

export default {
  title: "Socket.IO 4: a server that hangs is killed, and its kernel resets the connection",
  description: `
The server's process is caught in an endless loop while the client goes on sending over the WebSocket, and is killed
(SIGKILL). It has not read all that came, and so its kernel says RST and not FIN. The killed server logs no end; the
client hears of a transport that closed, code 1006, and not of a reset.`,
  port: 3255,
  packages: ["socket.io-4", "socket.io-client-4"],
  server,
  parts: { victim: (scene) => serve(scene, { attach }) },
  client,
};
