import { setTimeout as sleep } from "node:timers/promises";
import { startPart } from "../../lib/parts.js";
import { join, serve } from "../../lib/trouble.js";

async function server(scene) {
  const first = await startPart(scene, "first");
  let second;
  const restarted = new Promise((resolve) => {
    first.child.on("message", async ({ kind, fields }) => {
      if (kind !== "receive" || fields.name !== "restart") return;
      await sleep(300);
      await first.kill();
      second = await startPart(scene, "second");
      resolve();
    });
  });
  return async () => {
    await restarted;
    await second.kill();
  };
}

const attach = (app) => {
  app.on("work", (acknowledge, n) => acknowledge(n * n));
  app.on("restart", () => app.emit("maintenance"));
};

async function client(scene) {
  const { socket, app, ready, over } = join(scene, { transports: ["polling"] });
  app.on("maintenance");
  socket.io.engine.on("packet", ({ data }) => data?.includes("maintenance") && busyFor(1200));
  await ready;
  await app.request("work", 3);
  app.emit("restart");
  await over;
}

// Like a page whose script does not come to an end: nothing is sent or read meanwhile.
const busyFor = (ms) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);

export default {
  title: "Socket.IO 4 on polling: the server is restarted and no longer knows the session",
  description: `
The server is killed (SIGKILL) and another one started on the same port, while the client's script is busy and no poll
waits. When the client polls again, the new server answers 400, session ID unknown. The kill itself breaks no
connection. The killed server logs no end.`,
  port: 3250,
  packages: ["socket.io-4", "socket.io-client-4"],
  server,
  parts: {
    first: (scene) => serve(scene, { number: 1, attach }),
    second: (scene) => serve(scene, { number: 2, attach }),
  },
  client,
};
