import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { messageSaying, openWebSocket, serveWebSockets } from "../../lib/websocket.js";

const server = (scene) =>
  serveWebSockets(scene, { perMessageDeflate: false }, async (socket) => {
    await sleep(100);
    for (const word of ["first", "second", "third"]) {
      socket.send(word);
      await sleep(100);
    }
  });

async function client(scene) {
  const socket = await openWebSocket(scene, { perMessageDeflate: false });
  await messageSaying(socket, "third");
  socket.close(1000);
  await once(socket, "close");
}

export default {
  title: "A forged reset whose sequence number is wrong, and the challenge ACK",
  description: `
Somebody on the way sends a reset in the server's name, 500 bytes beyond what the client expects. The client does not obey
but asks with a challenge ACK (RFC 5961), and the WebSocket goes on.`,
  port: 3162,
  packages: ["ws"],
  network: {
    rules: [{ from: "server", what: "data", says: "second", ms: 20, ahead: 500, do: "forge-reset" }],
    says: "20 ms behind the message `second` the switch itself sends a reset in the server's name",
  },
  server,
  client,
};
