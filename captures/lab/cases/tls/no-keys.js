import { createServer } from "node:https";
import { WebSocket, WebSocketServer } from "ws";
import { listen } from "../../lib/http.js";
import { authority, certificate, secureFacts } from "../../lib/tls.js";

async function server(scene) {
  const https = createServer(certificate("server"));
  const sockets = new WebSocketServer({ server: https });
  sockets.on("connection", (socket) => socket.on("message", (data) => socket.send(data.toString())));
  await listen(https, scene);
  return () => https.close();
}

async function client({ host, port, log }) {
  for (const maxVersion of ["TLSv1.3", "TLSv1.2"]) {
    const socket = new WebSocket(`wss://${host}:${port}/chat`, { ca: authority, servername: "localhost", maxVersion });
    socket.on("upgrade", (response) => log("secure", secureFacts(response.socket)));
    socket.on("open", () => socket.send("nobody on the way reads this"));
    socket.on("message", () => socket.close(1000));
    await new Promise((resolve) => socket.on("close", resolve));
  }
}

export default {
  title: "WebSockets through TLS 1.3 and 1.2, without keys",
  description: `
A client of the package ws connects by wss:// twice, with TLS 1.3 and with TLS 1.2 as its highest version; one message and
its echo. Nobody wrote keys: the handshake and the number of bytes is all that can be known. The truth is what the
client's TLS says of each handshake.`,
  port: 3450,
  packages: ["ws"],
  server,
  client,
};
