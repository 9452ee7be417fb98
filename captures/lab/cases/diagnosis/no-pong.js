import { setTimeout as sleep } from "node:timers/promises";
import { serve } from "../../lib/trouble.js";
import { closed, openWebSocket } from "../../lib/websocket.js";

async function client(scene) {
  const socket = await openWebSocket(scene, { path: "/socket.io/?EIO=4&transport=websocket" });
  const gone = closed(socket);
  const connected = new Promise((resolve) => socket.on("message", (data) => data.toString().startsWith("40") && resolve()));
  socket.send("40");
  await connected;
  let open = true;
  gone.then(() => (open = false));
  for (let n = 1; open; ++n) {
    socket.send(`42["reading",${n}]`);
    await sleep(250);
  }
  await gone;
}

export default {
  title: "A hand-written client that sends events to Socket.IO 4 and never answers its pings",
  description: `
It speaks what it needs: CONNECT and events, four a second. It does not know that Engine.IO 4's server pings (\`2\`) and wants an
answer (\`3\`). The server gives up after pingTimeout (700 ms), though events come all the time.`,
  port: 3640,
  packages: ["socket.io-4", "ws"],
  server: async (scene) => (await serve(scene, { attach: (app) => app.on("reading") })).stop,
  client,
};
