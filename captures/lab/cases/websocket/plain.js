import { once } from "node:events";
import { messageSaying, openWebSocket, sendFragments, serveWebSockets } from "../../lib/websocket.js";

const ramp = (length) => Buffer.from(Array.from({ length }, (_, i) => i & 0xff));

const server = (scene) =>
  serveWebSockets(scene, { perMessageDeflate: false, handleProtocols: (offered) => [...offered].at(-1) }, (socket) => {
    socket.send("wëlcome 👋");
    socket.on("message", (data, isBinary) => {
      if (data.toString() === "your turn") play(socket);
      else if (!isBinary) socket.send(`length ${data.length}`);
    });
  });

async function play(socket) {
  socket.send(ramp(126));
  await sendFragments(socket, ["drei ", "Stücke ", () => socket.ping("between"), "✓"]);
}

async function client(scene) {
  const socket = await openWebSocket(scene, { perMessageDeflate: false, protocols: ["chat.v1", "chat.v2"] });
  await once(socket, "message");

  socket.send("");
  for (const length of [125, 126, 65536]) socket.send("a".repeat(length));
  socket.send(ramp(300));
  await sendFragments(socket, [
    "first, ",
    () => socket.ping(Buffer.from("are you there? ✓")),
    // Half a character in each of two frames: only the whole message has to be UTF-8.
    Buffer.from("sécond").subarray(0, 2),
    () => once(socket, "pong"),
    Buffer.from("sécond").subarray(2),
    "",
    " and last",
  ]);
  await sendFragments(socket, [ramp(5), ramp(200)], { binary: true });
  socket.ping();
  await once(socket, "pong");
  socket.send("your turn");
  await messageSaying(socket, "drei Stücke ✓");
  socket.close(4000, "genug für heute");
  await once(socket, "close");
}

export default {
  title: "WebSocket without compression: subprotocol, all length forms, fragments, ping and pong, close 4000",
  description: `
The client offers two subprotocols and the server takes the second. Text and binary messages of 0, 125, 126 and 65536
bytes (7 bit, 16 bit and 64 bit length); messages in up to five frames with ping and pong between them, one of which
splits a UTF-8 character; a ping with no payload; the client closes with code 4000 and a reason.`,
  port: 3010,
  packages: ["ws"],
  server,
  client,
};
