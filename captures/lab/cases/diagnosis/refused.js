import { join } from "../../lib/trouble.js";

async function client(scene) {
  await join({ ...scene, log: scene.log.of(1) }).over;
  await join({ ...scene, log: scene.log.of(2) }, { transports: ["websocket"] }).over;
}

export default {
  title: "Two Socket.IO 4 clients and a port where nothing listens",
  description: `
The first client begins with polling as it does by default, the second uses WebSocket only. Each sends one SYN, which
is answered with RST, and does not try again.`,
  port: 3201,
  packages: ["socket.io-client-4"],
  client,
};
