import { createServer } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { visit } from "../../lib/chromium.js";
import { serveByHand } from "../../lib/handmade.js";
import { authority, listen, servePages } from "../../lib/http.js";

const pagePort = 3090;

async function server(scene) {
  const pages = createServer(servePages({ "/": page }));
  await listen(pages, { host: scene.host, port: pagePort });
  const ready = async (peer) => {
    await sleep(20);
    await peer.send({ payload: "ready" });
  };
  const stop = await serveByHand(scene, ready, { options: () => ({ ends: false }) });
  return () => {
    pages.close();
    stop();
  };
}

const client = (scene) => visit(`http://${authority({ ...scene, port: pagePort })}/`, scene.log);

// Runs in the browser.
function play() {
  const socket = new WebSocket(`ws://${location.hostname}:3085/`);
  socket.onopen = () => log("open", { protocol: socket.protocol, extensions: socket.extensions });
  socket.onmessage = ({ data }) => {
    log("message", { opcode: "text", text: data });
    socket.close(1000, "done");
  };
  socket.onclose = async ({ code, reason }) => {
    await log("close", { code, reason });
    finished();
  };
}

const page = `<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><script>(${play})()</script>`;

export default {
  title: "A server that answers the close frame and leaves the TCP connection open",
  description: `
The close handshake is done, but the hand-written server, whose turn it is, does not close the TCP connection. Chromium waits two
seconds for that, and then closes it itself; only then its page is told. The page comes from another port, which was not recorded.`,
  port: 3085,
  packages: ["playwright-core"],
  programs: ["chromium"],
  server,
  client,
};
