import { once } from "node:events";
import { messageSaying, openWebSocket, serveWebSockets } from "../../lib/websocket.js";

const server = (scene) => serveWebSockets(scene, { perMessageDeflate: false }, (socket) =>
    socket.on("message", (data) => socket.send(`got ${data}`)),
  );

async function client(scene) {
  const socket = await openWebSocket(scene, { perMessageDeflate: false });
  const answered = messageSaying(socket, "got hello");
  socket.send("hello");
  await answered;
  socket.close(1000);
  await once(socket, "close");
}

export default {
  title: "SYN, SYN-ACK and FIN are lost and sent again",
  description: `
The first SYN is lost, then the first SYN-ACK: connecting takes seconds, and the server is not to blame. At the end both
FINs are lost once.`,
  port: 3151,
  packages: ["ws"],
  network: {
    rules: [
      { from: "client", what: "syn", do: "lose" },
      { from: "server", what: "syn-ack", do: "lose" },
      { from: "client", what: "fin", do: "lose" },
      { from: "server", what: "fin", do: "lose" },
    ],
    says: "the first SYN, SYN-ACK and FIN of each side are lost",
  },
  server,
  client,
};
