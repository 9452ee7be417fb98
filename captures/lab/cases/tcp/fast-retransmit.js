import { once } from "node:events";
import { messageSaying, openWebSocket, serveWebSockets } from "../../lib/websocket.js";

const report = (who) => `${who}: ${"nothing to report ".repeat(900)}`;

const server = (scene) =>
  serveWebSockets(scene, { perMessageDeflate: false }, (socket) => {
    socket.on("message", (data) => {
      socket.send(`got ${data.length}`);
      socket.send(report("server"));
      socket.send("done");
    });
  });

async function client(scene) {
  const socket = await openWebSocket(scene, { perMessageDeflate: false });
  const done = messageSaying(socket, "done");
  socket.send(report("client"));
  await done;
  socket.close(1000);
  await once(socket, "close");
}

export default {
  title: "A lost segment in each direction: duplicate ACKs with SACK blocks, fast retransmission",
  description: `
Each side sends one WebSocket message of 16 KB, of which the fourth segment is lost. What the client sent is in the
capture twice; of what the server sent the first copy is missing.`,
  port: 3150,
  packages: ["ws"],
  network: {
    delay: 10,
    rules: [
      { from: "client", what: "data", least: 1000, skip: 3, do: "lose" },
      { from: "server", what: "data", least: 1000, skip: 3, do: "lose" },
    ],
    says: "the fourth full segment of each direction is lost",
  },
  server,
  client,
};
