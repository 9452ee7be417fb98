import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { messageSaying, openWebSocket, serveWebSockets } from "../../lib/websocket.js";

const report = (n) => `report ${n}: ${"slowly but surely ".repeat(700)}`;

const server = (scene) =>
  serveWebSockets(scene, { perMessageDeflate: false }, (socket) => {
    socket.on("message", (data) => socket.send(report(data.toString())));
  });

async function client(scene) {
  const socket = await openWebSocket(scene, { perMessageDeflate: false });
  for (const n of ["1", "2", "3"]) {
    const answered = messageSaying(socket, report(n));
    socket.send(n);
    await answered;
    await sleep(40);
  }
  socket.close(1000);
  await once(socket, "close");
}

export default {
  title: "Segments that arrive out of order: slightly late, and so late that they are retransmitted needlessly",
  description: `
The server's fourth full segment comes 3 ms late: out of order. Another one comes 60 ms late: the server has sent it again
by then, and the client reports with a D-SACK that it got it twice.`,
  port: 3154,
  packages: ["ws"],
  network: {
    delay: 10,
    rules: [
      { from: "server", what: "data", least: 1000, skip: 3, ms: 3, do: "late" },
      { from: "server", what: "data", least: 1000, skip: 9, ms: 60, do: "late" },
    ],
    says: "of the server's full segments the fourth takes 3 ms more, and a later one 60 ms more",
  },
  server,
  client,
};
