import { connectByHand } from "../../lib/handmade.js";
import { serveWebSockets } from "../../lib/websocket.js";

const server = (scene) => serveWebSockets(scene, { perMessageDeflate: false }, (socket) => socket.send("ready"));

async function client(scene) {
  const peer = await connectByHand(scene, "/", { offers: "permessage-deflate" });
  await peer.answered(1);
  await peer.close(1010, "permessage-deflate");
  await peer.over;
}

export default {
  title: "A client that closes with 1010 because the server does not compress",
  description: `
The hand-written client offers permessage-deflate and cannot do without; the server of the package ws has it switched off. The client
closes with 1010 and names the extension.`,
  port: 3089,
  packages: ["ws"],
  server,
  client,
};
