import { joinByHand } from "../../lib/raw.js";
import { serve } from "../../lib/trouble.js";

const server = async (scene) => (await serve(scene)).stop;

async function client(scene) {
  await say({ ...scene, log: scene.log.of(1) }, "4hello");
  await say({ ...scene, log: scene.log.of(2) }, "9x");
}

async function say(scene, nonsense) {
  const { socket, over } = await joinByHand(scene);
  socket.send(nonsense);
  await over;
}

export default {
  title: "Packets that Socket.IO 4 cannot parse: a Socket.IO packet without a type, an Engine.IO packet of an unknown type",
  description: `
Two clients of the package ws that speak Engine.IO and Socket.IO by themselves. The first one sends "4hello", a
message that is no Socket.IO packet: the server closes with an empty close frame and logs "forced close". The second
one sends "9x", which is no Engine.IO packet: the same close frame, and the log says "parse error".`,
  port: 3264,
  packages: ["socket.io-4", "ws"],
  server,
  client,
};
