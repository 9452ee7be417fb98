import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { serveByHand } from "../../lib/handmade.js";
import { openWebSocket, closed } from "../../lib/websocket.js";

const server = (scene) => serveByHand(scene, async (peer) => {
    await sleep(20);
    await peer.send({ payload: "ready" });
  }, { options: () => ({ answerWith: 4001 }) });

async function client(scene) {
  const socket = await openWebSocket(scene, { perMessageDeflate: false, closeTimeout: 1500 });
  const over = closed(socket);
  socket.on("error", ({ code, message }) => scene.log("error", { message: code ?? message }));
  await once(socket, "message");
  socket.close(1000, "done");
  await over;
}

export default {
  title: "A close frame that is answered with another code",
  description: `
The client of the package ws closes with 1000; the hand-written server answers with 4001. Each application is told the code of the
other side.`,
  port: 3083,
  packages: ["ws"],
  server,
  client,
};
