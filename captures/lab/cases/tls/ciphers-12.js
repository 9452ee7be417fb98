import { certificate } from "../../lib/tls.js";
import { serveSecureWebSockets, talkSecurely } from "../../lib/wss.js";
import { constants } from "node:crypto";

const [usual, rsa, macFirst] = [3472, 3473, 3474];

const ecdsa = ["AES128-GCM-SHA256", "AES256-GCM-SHA384", "CHACHA20-POLY1305", "AES128-CCM", "AES256-CCM8"];
const cbc = ["AES128-SHA", "AES256-SHA", "AES128-SHA256", "AES256-SHA384"];
const options = { maxVersion: "TLSv1.2", ciphers: "ALL:@SECLEVEL=0" };
const offer = (cipher) => ({ ...options, ciphers: `${cipher}:@SECLEVEL=0` });

async function server(scene) {
  const stops = [
    await serveSecureWebSockets({ ...scene, port: usual }, options),
    await serveSecureWebSockets({ ...scene, port: rsa }, { ...options, ...certificate("server-rsa") }),
    await serveSecureWebSockets(
      { ...scene, port: macFirst },
      { ...options, secureOptions: constants.SSL_OP_NO_ENCRYPT_THEN_MAC },
    ),
  ];
  return () => stops.forEach((stop) => stop());
}

async function client(scene) {
  const say = (port, cipher) => talkSecurely({ ...scene, port }, offer(cipher), [`through ${cipher}`]);
  for (const cipher of [...ecdsa, ...cbc]) await say(usual, `ECDHE-ECDSA-${cipher}`);
  for (const cipher of cbc) await say(macFirst, `ECDHE-ECDSA-${cipher}`);
  await say(rsa, "ECDHE-RSA-AES128-GCM-SHA256");
  await say(rsa, "AES128-SHA");
}

export default {
  title: "WebSockets through each kind of cipher suite of TLS 1.2, with keys",
  description: `
A client of the package ws connects with one cipher suite after the other: AES-GCM, ChaCha20-Poly1305, AES-CCM and CCM_8, and
AES-CBC with SHA-1, SHA-256 and SHA-384, the last four both with the MAC outside (encrypt-then-MAC) and inside. At last
two with an RSA certificate, one of them without a Diffie-Hellman exchange. All use the extended master secret.`,
  port: usual,
  ports: [usual, rsa, macFirst],
  packages: ["ws"],
  server,
  client,
};
