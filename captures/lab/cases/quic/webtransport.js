import { createServer } from "node:https";
import { Server } from "socket.io-4";
import { visit } from "../../lib/chromium.js";
import { listen, servePages } from "../../lib/http.js";
import { clientPage } from "../../lib/page.js";
import { quicArguments, serveQuic } from "../../lib/quic.js";
import { Endpoint } from "../../lib/socketio.js";
import { certificate, keyLogFile } from "../../lib/tls.js";

const page = clientPage("socket.io-client-4/dist/socket.io.min.js", play);

// By TCP a Socket.IO server, by UDP on the same port an HTTP/3 server that knows no WebTransport.
async function server(scene) {
  const https = createServer({ ...certificate("server"), ALPNProtocols: ["http/1.1"] }, servePages({ "/": page }));
  const io = new Server(https, { serveClient: false, transports: ["polling", "websocket", "webtransport"] });
  io.on("connection", (socket) => new Endpoint(socket, scene.log).on("add", (answer, a, b) => answer(a + b)));
  const stopQuic = await serveQuic(scene);
  await listen(https, scene);
  return async () => {
    https.close();
    await stopQuic();
  };
}

async function client(scene) {
  process.env.SSLKEYLOGFILE = keyLogFile(scene);
  await visit(`https://localhost:${scene.port}/`, scene.log, {
    quic: true,
    // The Socket.IO client does not look at what becomes of a WebTransport that was never ready.
    careless: true,
    args: [
      ...(await quicArguments(scene, { force: false })),
      // The first is for TLS over TCP, the second for a WebTransport: any certificate will do.
      "--ignore-certificate-errors",
      "--webtransport-developer-mode",
    ],
  });
}

// Runs in the browser.
async function play() {
  const socket = io({ transports: ["webtransport", "websocket"], tryAllTransports: true });
  const app = endpoint(socket);
  await app.connected;
  await log("transport", { name: socket.io.engine.transport.name });
  await app.request("add", 40, 2);
  app.disconnect();
}

export default {
  title: "A Socket.IO 4 client that tries WebTransport, and falls back to WebSocket",
  description: `
Chromium with the Socket.IO client, which is to use WebTransport first and any other transport if that fails. The server's
UDP port speaks HTTP/3 (ngtcp2's example server) and no WebTransport: when QUIC's handshake is done, Chromium leaves, for a
reason that only the two of them can read, and the session goes by WebSocket through TLS, with keys. The QUIC server goes on
sending for a while to a port that is closed.`,
  port: 3608,
  packages: ["socket.io-4", "socket.io-client-4", "playwright-core"],
  programs: ["chromium", "ngtcp2"],
  network: "loopback-udp",
  server,
  client,
};
