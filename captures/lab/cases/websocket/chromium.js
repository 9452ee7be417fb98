import { createServer } from "node:http";
import { WebSocketServer } from "ws";
import { visit } from "../../lib/chromium.js";
import { authority, listen, servePages } from "../../lib/http.js";
import { logSocket, messageSaying } from "../../lib/websocket.js";

async function server(scene) {
  const http = createServer(servePages({ "/": page }));
  const sockets = new WebSocketServer({
    server: http,
    path: "/live",
    perMessageDeflate: { threshold: 64 },
    handleProtocols: () => "prices.v1",
  });
  sockets.on("connection", (socket) => serve(logSocket(socket, scene.log)));
  await listen(http, scene);
  return () => http.close();
}

function serve(socket) {
  socket.send("wëlcome 👋");
  socket.on("message", (data, isBinary) => socket.send(data, { binary: isBinary }));
  messageSaying(socket, "go").then(() => {
    for (let n = 1; n <= 3; ++n)
      socket.send(JSON.stringify({ n, symbol: "WSTR", text: "naïve façade ☕ ".repeat(20) }));
    socket.ping("from the server");
    socket.send("done");
  });
}

const client = (scene) => visit(`http://${authority(scene)}/`, scene.log);

// Runs in the browser.
function play() {
  const socket = new WebSocket(`ws://${location.host}/live`, ["prices.v1", "prices.v0"]);
  socket.binaryType = "arraybuffer";
  socket.onopen = () => {
    log("open", { protocol: socket.protocol, extensions: socket.extensions });
    socket.send("héllo from Chromium 🎉");
    socket.send(new Uint8Array([0, 1, 2, 253, 254, 255]));
    socket.send("lorem ipsum ".repeat(100));
    socket.send("go");
  };
  socket.onmessage = ({ data }) => {
    if (typeof data === "string") log("message", { opcode: "text", text: data });
    else log("message", { opcode: "binary", base64: btoa(String.fromCharCode(...new Uint8Array(data))) });
    if (data === "done") socket.close(3001, "seen enough ✓");
  };
  socket.onclose = async ({ code, reason }) => {
    await log("close", { code, reason });
    finished();
  };
}

const page = `<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><script>(${play})()</script>`;

export default {
  title: "Chromium with a raw WebSocket: permessage-deflate as a browser negotiates it",
  description: `
A headless Chromium loads a page and opens a WebSocket to the same server with two subprotocols and
permessage-deflate; text, binary and repeated JSON messages. The page closes with code 3001. Chromium answers the
server's ping without telling the page. A spare TCP connection that Chromium opens carries nothing. The client's truth
is the page's own log.`,
  port: 3013,
  packages: ["ws", "playwright-core"],
  programs: ["chromium"],
  server,
  client,
};
