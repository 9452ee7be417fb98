import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { serveByHand } from "../../lib/handmade.js";
import { openWebSocket, closed } from "../../lib/websocket.js";

const server = (scene) => serveByHand(scene, async (peer) => {
    await sleep(20);
    await peer.send({ payload: "ready" });
  }, { options: () => ({ answers: false, ends: false }) });

async function client(scene) {
  const socket = await openWebSocket(scene, { perMessageDeflate: false, closeTimeout: 1500 });
  const over = closed(socket);
  socket.on("error", ({ code, message }) => scene.log("error", { message: code ?? message }));
  await once(socket, "message");
  socket.close(1000, "done");
  await over;
}

export default {
  title: "A close frame that is never answered: the client gives up waiting",
  description: `
The hand-written server ignores the client's close frame. After 1.5 s (closeTimeout of the package ws, by default 30 s) the client
gives up, and its application is told 1006.`,
  port: 3084,
  packages: ["ws"],
  server,
  client,
};
