import { once } from "node:events";
import { messageSaying, openWebSocket, sendFragments, serveWebSockets } from "../../lib/websocket.js";

const perMessageDeflate = { threshold: 0 };
const quote = (n) =>
  JSON.stringify({ type: "quote", n, symbol: "WSTR", price: 100 + n / 4, text: "prix très élevé €" });
const table = (prefix) => Array.from({ length: 40 }, (_, i) => `${prefix} row ${i}: ${i * i}\n`);

const server = (scene) =>
  serveWebSockets(scene, { perMessageDeflate }, (socket) => {
    socket.on("message", async (data) => {
      if (data.toString() !== "go") return;
      for (let n = 1; n <= 5; ++n) socket.send(quote(n));
      socket.send(quote(6), { compress: false });
      socket.send(quote(7));
      await sendFragments(socket, [
        table("a").join(""),
        () => socket.ping("mid"),
        table("b").join(""),
        table("a").join(""),
      ]);
      socket.send(Buffer.alloc(2000, "binary "));
      socket.send("");
      socket.send("done");
    });
  });

async function client(scene) {
  const socket = await openWebSocket(scene, { perMessageDeflate });
  for (let n = 1; n <= 3; ++n) socket.send(quote(n));
  socket.send(quote(3), { compress: false });
  socket.send(quote(3));
  await sendFragments(socket, [table("c").join(""), table("c").join("")]);
  socket.send("go");
  await messageSaying(socket, "done");
  socket.close(1000);
  await once(socket, "close");
}

export default {
  title: "WebSocket with permessage-deflate and context takeover",
  description: `
Defaults of the package ws with threshold 0: every message is compressed, repeated ones shrink to a few bytes because
the window is kept. One message in each direction is sent uncompressed in between and so is not in the window;
compressed messages in several frames (RSV1 on the first only), a ping between them; a compressed empty message.`,
  port: 3011,
  packages: ["ws"],
  server,
  client,
};
