import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { messageSaying, openWebSocket, serveWebSockets } from "../../lib/websocket.js";

const lateMs = 600;

const server = (scene) =>
  serveWebSockets(scene, { perMessageDeflate: false }, (socket) => {
    socket.on("message", async () => {
      await sleep(2 * lateMs);
      socket.send("news");
      await sleep(2 * lateMs);
      socket.send("done");
    });
  });

async function client(scene) {
  const socket = await openWebSocket(scene, { perMessageDeflate: false });
  const done = messageSaying(socket, "done");
  await sleep(100);
  socket.send("anything new?");
  await done;
  socket.close(1000);
  await once(socket, "close");
}

export default {
  title: "Acknowledgements that come late: retransmissions that were not needed, and D-SACK",
  description: `
Every message arrives at once, but its acknowledgement takes 600 ms. The sender's timer runs out before that. Of the
client's retransmission only the server's D-SACK tells that it was not needed; the server's were acknowledged, as the
client's capture knows, before they were sent.`,
  port: 3153,
  packages: ["ws"],
  network: {
    rules: [
      { from: "server", what: "ack", count: 4, ms: lateMs, do: "late" },
      { from: "client", what: "ack", skip: 2, count: 4, ms: lateMs, do: "late" },
    ],
    says: `segments that only acknowledge take ${lateMs} ms more, four of each side`,
  },
  server,
  client,
};
