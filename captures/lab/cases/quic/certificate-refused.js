import { createServer } from "node:http";
import { visit } from "../../lib/chromium.js";
import { listen, servePages } from "../../lib/http.js";
import { quicArguments, serveQuic } from "../../lib/quic.js";
import { webTransportPage } from "../../lib/webtransport.js";

const port = 3610;
const pagePort = 3611;

async function server(scene) {
  const http = createServer(servePages({ "/": webTransportPage(port) }));
  const stopQuic = await serveQuic(scene);
  await listen(http, { ...scene, port: pagePort });
  return async () => {
    http.close();
    await stopQuic();
  };
}

export default {
  title: "A page whose WebTransport fails because of the server's certificate",
  description: `
The server's certificate is of an authority that Chromium does not know. For a WebTransport it makes no difference that the
browser was told to accept it. Chromium says why in CONNECTION_CLOSE, in an Initial packet too, as long as it is not sure that
the server has more keys; the page is told that opening failed.`,
  port,
  ports: [port, pagePort],
  packages: ["playwright-core"],
  programs: ["chromium", "ngtcp2"],
  network: "loopback-udp",
  server,
  client: async (scene) =>
    visit(`http://localhost:${pagePort}/`, scene.log, { quic: true, args: await quicArguments(scene, { force: false }) }),
};
