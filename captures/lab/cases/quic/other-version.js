import { fetchByQuic, serveQuic } from "../../lib/quic.js";

export default {
  title: "QUIC version 2 (a draft of it): chosen by the server, and requested by the client",
  description: `
The server prefers version 2, as ngtcp2 0.12 knows it: 0x709a50c4, from a draft of RFC 9369. A client comes with version 1 and
the offer of version 2, and is answered in version 2 (compatible version negotiation, RFC 9368). Another one comes with
version 2 at once; its packet types and keys are others.`,
  port: 3603,
  packages: [],
  programs: ["ngtcp2"],
  network: "loopback-udp",
  server: (scene) => serveQuic(scene, { args: ["--preferred-versions=v2draft"] }),
  async client(scene) {
    await fetchByQuic(scene, { args: ["--preferred-versions=v2draft,v1", "--other-versions=v2draft,v1"] });
    await fetchByQuic(scene, { args: ["--version=v2draft"] });
  },
};
