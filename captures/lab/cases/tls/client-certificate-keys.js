import { authority, certificate, tryTls } from "../../lib/tls.js";
import { serveSecureWebSockets, talkSecurely } from "../../lib/wss.js";

const server = (scene) => serveSecureWebSockets(scene, { requestCert: true, rejectUnauthorized: true, ca: authority });

async function client(scene) {
  for (const maxVersion of ["TLSv1.2", "TLSv1.3"]) {
    await talkSecurely(scene, { maxVersion, ...certificate("client") }, [`with a certificate, ${maxVersion}`]);
    await tryTls(scene, { maxVersion }, () => {});
  }
}

export default {
  title: "WebSockets to a server that requires client certificates, from clients with and without one, with keys",
  description: `
A client of the package ws connects with TLS 1.2 and with TLS 1.3, each time followed by a client of node's TLS without a
certificate, which says nothing. With keys the client's certificate of TLS 1.3 can be read, and so can the alert that refuses the
one who has none.`,
  port: 3485,
  packages: ["ws"],
  server,
  client,
};
