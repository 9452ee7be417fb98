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
  title: "A message that is lost three times: the retransmission timer runs out, again and again",
  description: `
Nothing is on its way behind the message "two", so no duplicate ACKs tell of its loss. It arrives with the fourth attempt.`,
  port: 3152,
  packages: ["ws"],
  network: {
    rules: [{ from: "client", what: "data", skip: 2, count: 3, do: "lose" }],
    says: "the client's third segment with data is lost, and its next two",
  },
  server,
  client,
};
