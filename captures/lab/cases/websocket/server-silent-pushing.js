import { standStill } from "../../lib/stop.js";
import { setTimeout as sleep } from "node:timers/promises";
import { closed, openWebSocket, serveWebSockets } from "../../lib/websocket.js";

// Its process is stopped after the sixth price.
const server = (scene) =>
  serveWebSockets(scene, { perMessageDeflate: false }, async (socket) => {
    for (let price = 101; price < 107; ++price) {
      socket.send(`{"price":${price}}`);
      await sleep(200);
    }
    await standStill(3500);
  });

async function client(scene) {
  const socket = await openWebSocket(scene, { perMessageDeflate: false });
  const over = closed(socket);
  await sleep(4000);
  socket.terminate();
  await over;
}

export default {
  title: "A server that pushes no more: its process is stopped",
  description: `
The server sends a price every 200 ms until its process is stopped (SIGSTOP) for 3.5 s. The client breaks the connection off after
4 s, without a close frame.`,
  port: 3800,
  packages: ["ws"],
  server,
  client,
};
