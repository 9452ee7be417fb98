import { fetchByQuic, serveQuic } from "../../lib/quic.js";

export default {
  title: "A QUIC client with a version that the server does not support: Version Negotiation",
  description: `
The client comes with the reserved version 0x1a2a3a4a, is told which versions there are, and begins again with version 1
(ngtcp2 does so from another port).`,
  port: 3602,
  packages: [],
  programs: ["ngtcp2"],
  network: "loopback-udp",
  server: (scene) => serveQuic(scene),
  client: (scene) => fetchByQuic(scene, { args: ["--version=0x1a2a3a4a", "--preferred-versions=v1"] }),
};
