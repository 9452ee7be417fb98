import { setTimeout as sleep } from "node:timers/promises";
import { closed, messageSaying, openWebSocket, serveWebSockets } from "../../lib/websocket.js";

const server = (scene) =>
  serveWebSockets(scene, { perMessageDeflate: false }, async (socket) => {
    socket.on("message", (data) => data.toString() === "2" && socket._socket.destroy());
    await sleep(50);
    socket.send("go on");
  });

async function client(scene) {
  const socket = await openWebSocket(scene, { perMessageDeflate: false });
  const over = closed(socket);
  socket.on("error", ({ code, message }) => scene.log("error", { message: code ?? message }));
  await messageSaying(socket, "go on");
  for (let n = 1; n <= 5; ++n) {
    socket.send(String(n));
    await sleep(15);
  }
  await over;
}

export default {
  title: "A server that closes while the client still sends: the data is discarded, and a reset reports it",
  description: `
The server's application drops its socket at the client's second message. Three more are on their way: the server's kernel
answers the first of them with RST. The server logs none of these.`,
  port: 3161,
  packages: ["ws"],
  network: { delay: 30 },
  server,
  client,
};
