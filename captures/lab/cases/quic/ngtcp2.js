import { fetchByQuic, serveQuic } from "../../lib/quic.js";

export default {
  title: "HTTP/3 with ngtcp2: one request, one connection",
  description: `
ngtcp2's example client fetches a page of its example server. The whole ClientHello fits into one Initial packet. Client and
server clear the fixed bit in what they send later ("grease the QUIC bit", RFC 9287). The client is given an address and no
name, and asks for \`localhost\` then. The truth is what both programs write of themselves.`,
  port: 3600,
  packages: [],
  programs: ["ngtcp2"],
  network: "loopback-udp",
  server: (scene) => serveQuic(scene),
  client: (scene) => fetchByQuic(scene),
};
