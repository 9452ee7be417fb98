import { createSocket } from "node:dgram";
import { once } from "node:events";
import { fetchByQuic } from "../../lib/quic.js";

// Takes every datagram and says nothing, as it is when a firewall drops them.
async function server(scene) {
  const socket = createSocket("udp4");
  let taken = 0;
  socket.on("message", () => ++taken);
  socket.bind(scene.port, scene.host);
  await once(socket, "listening");
  return async () => {
    socket.close();
    scene.log("silent", { datagrams: taken });
  };
}

export default {
  title: "A QUIC client that is never answered",
  description: `
ngtcp2's client and a UDP port that takes everything and says nothing: what a client sees when a firewall drops UDP. It tries
again after 1, 2 and 4 seconds; then it is stopped.`,
  port: 3605,
  packages: [],
  programs: ["ngtcp2"],
  network: "loopback-udp",
  server,
  client: (scene) => fetchByQuic(scene, { giveUpMs: 7_500 }),
};
