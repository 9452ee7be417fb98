import { fetchByQuic, serveQuic } from "../../lib/quic.js";

export default {
  title: "A QUIC server that lets its client prove its address: Retry",
  description: `
The server answers the client's Initial with a Retry. The client sends its Initial again, with the token, to the id that the
Retry came from: from there on all Initial packets have other keys.`,
  port: 3601,
  packages: [],
  programs: ["ngtcp2"],
  network: "loopback-udp",
  server: (scene) => serveQuic(scene, { args: ["--validate-addr"] }),
  client: (scene) => fetchByQuic(scene),
};
