// WebSockets through TLS, on servers that write their keys down.
import { createServer } from "node:https";
import { WebSocket, WebSocketServer } from "ws";
import { once } from "node:events";
import { listen } from "./http.js";
import { logSocket } from "./websocket.js";
import { authority, certificate, keyLog, secureFacts } from "./tls.js";

// An https server with these options of TLS; its WebSockets echo. Returns what stops it. `prepare(server)` runs before it
// listens.
export async function serveSecureWebSockets(scene, options = {}, prepare = () => {}) {
  const https = createServer({ ...certificate("server"), ...options });
  prepare(https);
  https.on("keylog", keyLog(scene));
  const sockets = new WebSocketServer({ server: https });
  sockets.on("connection", (socket) => {
    logSocket(socket, scene.log);
    socket.on("message", (data, isBinary) => socket.send(data, { binary: isBinary }));
  });
  await listen(https, scene);
  return () => https.close();
}

// Connects, says each of these and waits for its echo, and closes. Returns the TLS session, to be resumed.
export async function talkSecurely(scene, options, messages) {
  const { host, port, log } = scene;
  const url = `wss://${host}:${port}/chat`;
  const socket = logSocket(new WebSocket(url, { ca: authority, servername: "localhost", ...options }), log);
  let session;
  socket.on("upgrade", ({ socket: secure }) => {
    log("secure", secureFacts(secure));
    session = secure.getSession();
    secure.on("session", (later) => (session = later));
  });
  await once(socket, "open");
  for (const message of messages) {
    socket.send(message);
    await once(socket, "message");
  }
  socket.close(1000, "done");
  await new Promise((resolve) => socket.on("close", resolve));
  return session;
}
