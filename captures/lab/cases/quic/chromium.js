import { visit } from "../../lib/chromium.js";
import { quicArguments, serveQuic } from "../../lib/quic.js";

// Runs in the browser.
function play() {
  const { nextHopProtocol } = performance.getEntriesByType("navigation")[0];
  log("page", { host: location.hostname, alpn: nextHopProtocol }).then(finished);
}

const page = `<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,">
<script>addEventListener("load", () => setTimeout(${play}));</script>`;

export default {
  title: "Chromium with a page over HTTP/3",
  description: `
A headless Chromium that is told to use QUIC loads a page. It splits its ClientHello, which is longer than a packet, over two
Initial packets, in many CRYPTO frames in no order, with PING and PADDING between them, and has no connection id of its own.
The client's truth is the page's own log.`,
  port: 3607,
  packages: ["playwright-core"],
  programs: ["chromium", "ngtcp2"],
  network: "loopback-udp",
  server: (scene) => serveQuic(scene, { pages: { "index.html": page } }),
  client: async (scene) =>
    visit(`https://localhost:${scene.port}/`, scene.log, { quic: true, args: await quicArguments(scene) }),
};
