import { once } from "node:events";
import { WebSocketServer } from "ws";
import { authority, listen } from "../../lib/http.js";
import { createCleartextServer } from "../../lib/http2.js";
import { Http2Agent, openSession } from "../../lib/http2agent.js";
import { logSocket, messageSaying, openWebSocket } from "../../lib/websocket.js";

const text = "0123456789 wstrace «größer» 😀\n".repeat(4000);
const binary = Buffer.alloc(300_000, "\x00\x01\x02\x03wstrace\xff", "latin1");
const small = { initialWindowSize: 10_000, maxFrameSize: 16_384 };

async function server(scene) {
  const http = createCleartextServer({ settings: small });
  const sockets = new WebSocketServer({ server: http });
  sockets.on("connection", (socket) => {
    logSocket(socket, scene.log);
    socket.on("message", (data, isBinary) => {
      if (isBinary) socket.send(data.reverse());
      else socket.send(`${data.length} bytes`);
    });
  });
  await listen(http, scene);
  return () => http.close();
}

async function client(scene) {
  const session = await openSession(`http://${authority(scene)}`);
  const agent = new Http2Agent(session);
  const options = { agent, perMessageDeflate: false };
  const [big, quick] = [await openWebSocket(scene, options), await openWebSocket(scene, options)];
  const answered = messageSaying(big, `${Buffer.byteLength(text)} bytes`);
  big.send(text);
  await answered;
  const reversed = once(big, "message");
  big.send(binary);
  quick.send("quick");
  await Promise.all([reversed, once(quick, "message")]);
  for (const socket of [quick, big]) {
    socket.close(1000);
    await once(socket, "close");
  }
  session.close();
  await once(session, "close");
}

export default {
  title: "WebSocket messages of 150 KB and 300 KB over HTTP/2, in many DATA frames as flow control allows",
  description: `
The server's SETTINGS give a stream 10,000 bytes: the client's messages come in small pieces, with a WINDOW_UPDATE after some of
them, while a second WebSocket on the same connection gets its word in between. The answer of 300 KB comes in DATA frames of
16 KB. The truth names messages this long by length and SHA-256.`,
  port: 3523,
  packages: ["ws"],
  format: "pcapng.gz",
  server,
  client,
};
