import { createServer } from "node:https";
import { WebSocketServer } from "ws";
import { visit } from "../../lib/chromium.js";
import { authority, listen, servePages } from "../../lib/http.js";
import { certificate, keyLogFile } from "../../lib/tls.js";
import { logSocket } from "../../lib/websocket.js";

async function server(scene) {
  const https = createServer({ ...certificate("server"), ALPNProtocols: ["http/1.1"] }, servePages({ "/": page }));
  const sockets = new WebSocketServer({ server: https, path: "/live", perMessageDeflate: { threshold: 64 } });
  sockets.on("connection", (socket) => {
    logSocket(socket, scene.log);
    socket.on("message", (data, isBinary) => socket.send(data, { binary: isBinary }));
  });
  await listen(https, scene);
  return () => https.close();
}

function client(scene) {
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

export default {
  title: "Chromium with a WebSocket through TLS 1.3, with the keys that it wrote (SSLKEYLOGFILE)",
  description: `
A headless Chromium, told to accept any certificate, loads a page by https:// and opens a WebSocket to the same server.
The client's truth is the page's own log.`,
  port: 3482,
  packages: ["ws", "playwright-core"],
  programs: ["chromium"],
  server,
  client,
};
