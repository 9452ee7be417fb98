import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { messageSaying, openWebSocket, serveWebSockets } from "../../lib/websocket.js";

const server = (scene) => serveWebSockets(scene, { perMessageDeflate: false }, (socket) =>
    socket.on("message", (data) => socket.send(`got ${data}`)),
  );

async function client(scene) {
  const socket = await openWebSocket(scene, { perMessageDeflate: false });
  const answered = messageSaying(socket, "got hello");
  socket.send("hello");
  await answered;
  socket._socket.setKeepAlive(true, 1000);
  await sleep(3600);
  socket.close(1000);
  await once(socket, "close");
}

export default {
  title: "TCP keep-alives on an idle WebSocket",
  description: `
Nobody says anything for 3.6 s. The client's kernel asks every second whether the server is still there.`,
  port: 3157,
  packages: ["ws"],
  server,
  client,
};
