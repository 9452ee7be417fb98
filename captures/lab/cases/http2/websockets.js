import { constants } from "node:http2";
import { WebSocketServer } from "ws";
import { listen } from "../../lib/http.js";
import { createHttp2Server, visitSecurely } from "../../lib/http2.js";
import { logSocket } from "../../lib/websocket.js";

async function server(scene) {
  const http = createHttp2Server({ "/": page(play), "/next": page(playNext) });
  const sockets = new WebSocketServer({ server: http, handleProtocols: () => "prices.v1" });
  sockets.on("connection", (socket, { url }) => serve(logSocket(socket, scene.log), url));
  await listen(http, scene);
  return () => http.close();
}

const ends = {
  "/closed": (socket) => socket.close(4000, "closing time ⏰"),
  "/ended": (socket) => socket._socket.end(),
  "/reset": (socket) => socket._socket.reset(constants.NGHTTP2_CANCEL),
};

function serve(socket, path) {
  socket.on("message", (data, isBinary) => {
    if (data.toString() !== "end") socket.send(data, { binary: isBinary });
    else ends[path](socket);
  });
}

// Runs in the browser.
async function play() {
  const open = async (path, protocols = []) => {
    const socket = new WebSocket(`wss://${location.host}${path}`, protocols);
    socket.binaryType = "arraybuffer";
    const gone = new Promise((resolve) => {
      socket.onclose = ({ code, reason }) => resolve(log("close", { code, reason }));
    });
    await new Promise((resolve) => (socket.onopen = resolve));
    await log("open", { protocol: socket.protocol, extensions: socket.extensions });
    const echo = async (message) => {
      const answered = new Promise((resolve) => (socket.onmessage = resolve));
      socket.send(message);
      const { data } = await answered;
      if (typeof data === "string") await log("message", { opcode: "text", text: data });
      else await log("message", { opcode: "binary", base64: btoa(String.fromCharCode(...new Uint8Array(data))) });
    };
    return { socket, gone, echo };
  };

  const prices = await open("/prices", ["prices.v1", "prices.v0"]);
  const closed = await open("/closed");
  const ended = await open("/ended");
  const reset = await open("/reset");
  const left = await open("/left");
  for (let n = 1; n <= 2; ++n) {
    for (const [name, { echo }] of Object.entries({ prices, closed, ended, reset, left })) await echo(`${name} nº ${n}`);
  }
  await prices.echo(new Uint8Array([0, 1, 2, 253, 254, 255]));
  await left.echo("lorem ipsum ".repeat(300));

  prices.socket.close(3001, "seen enough ✓");
  await prices.gone;
  closed.socket.send("end");
  await closed.gone;
  ended.socket.send("end");
  await ended.gone;
  reset.socket.send("end");
  await reset.gone;
  await left.echo("still here");
  location.href = "/next";
}

// The page that the first one leaves for.
const playNext = () => setTimeout(finished, 200);

const page = (script) => `<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><script>(${script})()</script>`;

export default {
  title: "Five WebSockets of a Chromium page on one HTTP/2 connection, and how each of them ends",
  description: `
The streams of one h2 connection take turns: /prices, with a subprotocol, is closed by the page with 3001; /closed by the
server with 4000; /ended by the server with END_STREAM and no close frame, /reset by RST_STREAM, both of which the page sees as
1006; the page goes elsewhere with /left open. They echo.`,
  port: 3503,
  packages: ["ws", "playwright-core"],
  programs: ["chromium"],
  server,
  client: visitSecurely,
};
