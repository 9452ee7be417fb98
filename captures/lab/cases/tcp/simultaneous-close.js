import { setTimeout as sleep } from "node:timers/promises";
import { closed, messageSaying, openWebSocket, serveWebSockets } from "../../lib/websocket.js";

const delayMs = 30;

const server = (scene) =>
  serveWebSockets(scene, { perMessageDeflate: false }, async (socket) => {
    await sleep(50);
    socket.send("time to go");
    await sleep(delayMs);
    socket._socket.end();
  });

async function client(scene) {
  const socket = await openWebSocket(scene, { perMessageDeflate: false });
  const over = closed(socket);
  await messageSaying(socket, "time to go");
  socket._socket.end();
  await over;
}

export default {
  title: "Two FINs that cross each other",
  description: `
Client and server end their TCP connections at the same moment, without WebSocket's close frames: both go through the state
CLOSING.`,
  port: 3160,
  packages: ["ws"],
  network: { delay: delayMs },
  server,
  client,
};
