import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { WebSocket } from "ws";
import { authority } from "../../lib/http.js";
import { closed, openWebSocket, serveWebSockets } from "../../lib/websocket.js";

async function server(scene) {
  const sockets = [];
  const close = await serveWebSockets(scene, { perMessageDeflate: false }, (socket) => {
    sockets.push(socket);
    socket.on("message", (data) => socket.send(`got ${data}`));
  });
  return () => {
    for (const socket of sockets) socket.terminate();
    return close();
  };
}

async function client(scene) {
  const socket = await openWebSocket(scene, { perMessageDeflate: false });
  socket.send("one");
  await once(socket, "message");
  socket.send("two");
  await sleep(3000);
  const again = new WebSocket(`ws://${authority(scene)}/`, { handshakeTimeout: 2500 });
  again.on("error", ({ code, message }) => scene.log("error", { message: code ?? message }));
  await closed(again);
  socket._socket.resetAndDestroy(); // the only packet that still gets through, so that the server's end is freed
}

export default {
  title: "The network is cut: nothing is acknowledged any more, and nobody closes anything",
  description: `
The client's kernel sends its last message again and again. Another connection to the same server, three seconds later, gets no
answer either.`,
  port: 3777,
  packages: ["ws"],
  network: {
    rules: [
      { from: "client", what: "data", skip: 2, count: -1, do: "lose" },
      { from: "client", what: "syn", skip: 1, count: -1, do: "lose" },
      { from: "client", what: "fin", count: -1, do: "lose" },
      { from: "server", what: "data", skip: 2, count: -1, do: "lose" },
      { from: "server", what: "fin", count: -1, do: "lose" },
    ],
    says: "from the client's third segment with data on, all that says anything is lost",
  },
  server,
  client,
};
