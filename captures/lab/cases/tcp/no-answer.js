import { WebSocket } from "ws";
import { authority } from "../../lib/http.js";
import { closed } from "../../lib/websocket.js";

async function client(scene) {
  const socket = new WebSocket(`ws://${authority(scene)}/`, { handshakeTimeout: 3600 });
  socket.on("error", ({ code, message }) => scene.log("error", { message: code ?? message }));
  socket.on("close", (code, reason) => scene.log("close", { code, reason: reason.toString() }));
  await closed(socket);
}

export default {
  title: "A server behind a firewall that drops everything: SYNs without an answer",
  description: `
The client's kernel asks again and again, until its application gives up after 3.6 s.`,
  port: 3163,
  packages: ["ws"],
  network: { rules: [{ from: "client", what: "syn", count: -1, do: "lose" }], says: "SYNs are lost" },
  client,
};
