import { once } from "node:events";
import { messageSaying, openWebSocket, serveWebSockets } from "../../lib/websocket.js";

const server = (scene) =>
  serveWebSockets(scene, { perMessageDeflate: false }, (socket) =>
    socket.on("message", (data) => socket.send(`got ${data}`)),
  );

async function client(scene) {
  const socket = await openWebSocket(scene, { perMessageDeflate: false });
  for (const word of ["one", "two", "three"]) {
    const answered = messageSaying(socket, `got ${word}`);
    socket.send(word);
    await answered;
  }
  socket.close(1000);
  await once(socket, "close");
}

export default {
  title: "A segment that the network damages, captured at the receiver",
  description: `
The switch turns over one bit in one of the client's acknowledgements and leaves the checksum as it was. The server's kernel
throws it away; wstrace says so with --checksums, which this case's expected output is made with.`,
  port: 3320,
  packages: ["ws"],
  network: {
    rules: [{ from: "client", what: "ack", skip: 1, do: "damage" }],
    at: "server",
    says: "one acknowledgement by the client arrives damaged",
  },
  server,
  client,
};
