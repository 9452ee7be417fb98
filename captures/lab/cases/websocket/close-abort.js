import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { serveByHand } from "../../lib/handmade.js";
import { openWebSocket, closed } from "../../lib/websocket.js";

const server = (scene) => serveByHand(scene, async (peer) => {
    await sleep(20);
    await peer.send({ payload: "ready" });
    peer.socket.end();
  });

async function client(scene) {
  const socket = await openWebSocket(scene, { perMessageDeflate: false, closeTimeout: 1500 });
  const over = closed(socket);
  socket.on("error", ({ code, message }) => scene.log("error", { message: code ?? message }));
  await once(socket, "message");
  
  await over;
}

export default {
  title: "A server that closes the TCP connection without a close frame",
  description: `
The hand-written server sends one message and then ends the connection with FIN. The application of the client is told 1006, which
never is on the wire.`,
  port: 3086,
  packages: ["ws"],
  server,
  client,
};
