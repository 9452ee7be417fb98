import { connectByHand } from "../../lib/handmade.js";
import { serveWebSockets } from "../../lib/websocket.js";

const server = (scene) =>
  serveWebSockets(scene, { perMessageDeflate: false }, (socket) => {
    socket.on("error", ({ code, message }) => scene.log("error", { message: code ?? message }));
    socket.send("ready");
  });

async function client(scene) {
  const peer = await connectByHand(scene, "/");
  await peer.answered(1);
  await peer.close(1000, "bye");
  peer.socket.resetAndDestroy();
  await peer.over;
}

export default {
  title: "A client that closes and does not wait for the answer",
  description: `
The hand-written client sends a close frame and destroys its socket at once, as a program does that ends right after close(). The
server of the package ws has the code all the same.`,
  port: 3088,
  packages: ["ws"],
  server,
  client,
};
