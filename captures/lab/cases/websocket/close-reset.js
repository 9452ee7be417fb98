import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { serveByHand } from "../../lib/handmade.js";
import { openWebSocket, closed } from "../../lib/websocket.js";

const server = (scene) => serveByHand(scene, async (peer) => {
    await sleep(20);
    await peer.send({ payload: "ready" });
  }, { options: () => ({ resets: true }) });

async function client(scene) {
  const socket = await openWebSocket(scene, { perMessageDeflate: false, closeTimeout: 1500 });
  const over = closed(socket);
  socket.on("error", ({ code, message }) => scene.log("error", { message: code ?? message }));
  await once(socket, "message");
  socket.close(1000, "done");
  await over;
}

export default {
  title: "A server that answers a close frame with a reset",
  description: `
The hand-written server's program dies of the client's close frame: RST in place of an answer. The application of the client is
told 1006.`,
  port: 3087,
  packages: ["ws"],
  server,
  client,
};
