import { createServer } from "node:http";
import { visit } from "../../lib/chromium.js";
import { listen, servePages } from "../../lib/http.js";
import { quicArguments } from "../../lib/quic.js";
import { webTransportPage } from "../../lib/webtransport.js";

const port = 3606;
const pagePort = 3609;

async function server(scene) {
  const http = createServer(servePages({ "/": webTransportPage(port) }));
  await listen(http, { ...scene, port: pagePort });
  return () => http.close();
}

export default {
  title: "A page that opens a WebTransport connection to a port where nothing listens on UDP",
  description: `
Chromium loads a page by HTTP and opens a WebTransport, which is possible over QUIC only. Nobody listens on the UDP port, and
the host says so by ICMP when the first of the two packets with the ClientHello arrives. The page is told no more than that
opening failed.`,
  port,
  ports: [port, pagePort],
  packages: ["playwright-core"],
  programs: ["chromium"],
  network: "loopback-udp",
  server,
  client: async (scene) =>
    visit(`http://localhost:${pagePort}/`, scene.log, { quic: true, args: await quicArguments(scene, { force: false }) }),
};
