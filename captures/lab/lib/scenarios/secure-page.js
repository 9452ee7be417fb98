// A headless Chromium that loads a page by https:// and opens a WebSocket to the same server; it writes its keys down.
import { createServer } from "node:https";
import { WebSocketServer } from "ws";
import { visit } from "../chromium.js";
import { authority, listen, servePages } from "../http.js";
import { certificate, keyLogFile } from "../tls.js";
import { logSocket } from "../websocket.js";

export const secureServer = (options = {}) => async (scene) => {
  const secure = { ...certificate("server"), ALPNProtocols: ["http/1.1"], ...options };
  const https = createServer(secure, servePages({ "/": page }));
  const sockets = new WebSocketServer({ server: https, path: "/live", perMessageDeflate: { threshold: 64 } });
  sockets.on("connection", (socket) => {
    logSocket(socket, scene.log);
    socket.on("message", (data, isBinary) => socket.send(data, { binary: isBinary }));
  });
  await listen(https, scene);
  return () => https.close();
};

export function secureClient(scene) {
  process.env.SSLKEYLOGFILE = keyLogFile(scene);
  return visit(`https://${authority(scene)}/`, scene.log, { args: ["--ignore-certificate-errors"] });
}

// Runs in the browser.
function play() {
  const socket = new WebSocket(`wss://${location.host}/live`);
  let left = 2;
  socket.onopen = () => {
    log("open", { protocol: socket.protocol, extensions: socket.extensions });
    socket.send("héllo from Chromium through TLS 🎉");
    socket.send("lorem ipsum ".repeat(100));
  };
  socket.onmessage = ({ data }) => {
    log("message", { opcode: "text", text: data });
    if (--left === 0) socket.close(3001, "seen enough ✓");
  };
  socket.onclose = async ({ code, reason }) => {
    await log("close", { code, reason });
    finished();
  };
}

const page = `<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><script>(${play})()</script>`;
