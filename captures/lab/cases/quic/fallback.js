import { createSocket } from "node:dgram";
import { once } from "node:events";
import { createServer } from "node:https";
import { WebSocketServer } from "ws";
import { visit } from "../../lib/chromium.js";
import { listen } from "../../lib/http.js";
import { quicArguments } from "../../lib/quic.js";
import { certificate, keyLogFile } from "../../lib/tls.js";
import { logSocket } from "../../lib/websocket.js";

// By TCP a web server that announces HTTP/3 on the same port; a firewall drops UDP.
async function server(scene) {
  const headers = { "Content-Type": "text/html; charset=utf-8", "Alt-Svc": `h3=":${scene.port}"; ma=60` };
  const https = createServer({ ...certificate("server"), ALPNProtocols: ["http/1.1"] }, (request, response) =>
    response.writeHead(200, headers).end(request.url === "/" ? page : "fetched"),
  );
  const sockets = new WebSocketServer({ server: https, path: "/live" });
  sockets.on("connection", (socket) => logSocket(socket, scene.log));
  const udp = createSocket("udp4");
  udp.bind(scene.port, scene.host);
  await once(udp, "listening");
  await listen(https, scene);
  return () => {
    https.close();
    udp.close();
  };
}

async function client(scene) {
  process.env.SSLKEYLOGFILE = keyLogFile(scene);
  await visit(`https://localhost:${scene.port}/`, scene.log, {
    quic: true,
    args: await quicArguments(scene, { force: false }),
  });
}

// Runs in the browser.
async function play() {
  const socket = new WebSocket(`wss://${location.host}/live`);
  await new Promise((resolve) => (socket.onopen = resolve));
  await log("open", { protocol: socket.protocol, extensions: socket.extensions });
  socket.send("by TCP all the same");
  for (let i = 0; i < 6; ++i) {
    await fetch(`/${i}`);
    await new Promise((resolve) => setTimeout(resolve, 400));
  }
  socket.onclose = async ({ code, reason }) => {
    await log("close", { code, reason });
    finished();
  };
  socket.close(1000);
}

const page = `<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,">
<script>addEventListener("load", () => setTimeout(${play}));</script>`;

export default {
  title: "Chromium where a server announces HTTP/3 and a firewall drops UDP: everything uses TCP",
  description: `
The answers that come by TLS announce HTTP/3 on the same port (Alt-Svc). Chromium tries QUIC beside TCP, again and again, is
never answered, and gives up with a CONNECTION_CLOSE; pages and a WebSocket go by TCP meanwhile. The client's
truth is the page's own log; the keys are those that Chromium wrote.`,
  port: 3612,
  packages: ["ws", "playwright-core"],
  programs: ["chromium"],
  network: "loopback-udp",
  server,
  client,
};
