import { serveSecureWebSockets, talkSecurely } from "../../lib/wss.js";

const suites = [
  "TLS_AES_128_GCM_SHA256",
  "TLS_AES_256_GCM_SHA384",
  "TLS_CHACHA20_POLY1305_SHA256",
  "TLS_AES_128_CCM_SHA256",
  "TLS_AES_128_CCM_8_SHA256",
];
const options = { minVersion: "TLSv1.3", ciphers: `${suites.join(":")}:DEFAULT:@SECLEVEL=0` };

const server = (scene) => serveSecureWebSockets(scene, { ...options, ALPNProtocols: ["http/1.1"] });

async function client(scene) {
  for (const suite of suites) {
    const offer = { minVersion: "TLSv1.3", ciphers: `${suite}:DEFAULT:@SECLEVEL=0`, ALPNProtocols: ["http/1.1"] };
    await talkSecurely(scene, offer, [`through ${suite}`]);
  }
  // A key of a group that the server does not take first: HelloRetryRequest.
  await talkSecurely(scene, { ecdhCurve: "P-521:X25519" }, ["after a HelloRetryRequest", "x".repeat(20_000)]);
}

export default {
  title: "WebSockets through each cipher suite of TLS 1.3, and a HelloRetryRequest, with keys",
  description: `
A client of the package ws connects with each of TLS 1.3's suites in turn, and ALPN; at last with a key of a group that may
cost another round trip, and a message longer than a record.`,
  port: 3475,
  packages: ["ws"],
  server,
  client,
};
