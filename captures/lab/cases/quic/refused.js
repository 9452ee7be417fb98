import { fetchByQuic, serveQuic } from "../../lib/quic.js";

const ciphers = (one) => `--ciphers=NORMAL:-VERS-ALL:+VERS-TLS1.3:-CIPHER-ALL:+${one}`;

export default {
  title: "A QUIC server that rejects the ClientHello: no common cipher suite",
  description: `
The client offers ChaCha20-Poly1305 alone, the server does AES-256-GCM alone. The server says so with CONNECTION_CLOSE in an
Initial packet: the TLS alert handshake_failure, as a CRYPTO_ERROR.`,
  port: 3604,
  packages: [],
  programs: ["ngtcp2"],
  network: "loopback-udp",
  server: (scene) => serveQuic(scene, { args: [ciphers("AES-256-GCM")] }),
  client: (scene) => fetchByQuic(scene, { args: [ciphers("CHACHA20-POLY1305")] }),
};
