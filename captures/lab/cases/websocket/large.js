import { once } from "node:events";
import { messageSaying, openWebSocket, serveWebSockets } from "../../lib/websocket.js";

// 1 MiB of UTF-8 and more: 37 bytes a line.
const text = "0123456789 wstrace «größer» 😀\n".repeat(28_400);
const binary = Buffer.alloc(300_000, "\x00\x01\x02\x03wstrace\xff", "latin1");

const server = (scene) =>
  serveWebSockets(scene, { perMessageDeflate: false }, (socket) => {
    socket.on("message", (data, isBinary) => {
      if (isBinary) socket.send(data.reverse());
      else socket.send(`${data.length} bytes`);
    });
  });

async function client(scene) {
  const socket = await openWebSocket(scene, { perMessageDeflate: false });
  const answered = messageSaying(socket, `${Buffer.byteLength(text)} bytes`);
  socket.send(text);
  await answered;
  socket.send(binary);
  await once(socket, "message");
  socket.close(1000);
  await once(socket, "close");
}

export default {
  title: "WebSocket messages of 1 MB and 300 KB, uncompressed",
  description: `
The client sends one text message of a little more than 1 MiB and one binary message of 300 kB, the server answers the
latter with its bytes reversed. Loopback segments of up to 64 KB, larger than any real link's. The truth names
messages this long by length and SHA-256.`,
  port: 3016,
  packages: ["ws"],
  format: "pcapng.gz",
  server,
  client,
};
