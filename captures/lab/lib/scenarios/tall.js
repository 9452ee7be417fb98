// One message that is larger than any IP packet may say, and a short answer.
import { once } from "node:events";
import { messageSaying, openWebSocket, serveWebSockets } from "../websocket.js";

const text = "as tall as a house, ".repeat(60_000);

export const tallServer = (scene) =>
  serveWebSockets(scene, { perMessageDeflate: false }, (socket) =>
    socket.on("message", (data) => socket.send(`${data.length} bytes`)),
  );

export async function tallClient(scene) {
  const socket = await openWebSocket(scene, { perMessageDeflate: false });
  const answered = messageSaying(socket, `${text.length} bytes`);
  socket.send(text);
  await answered;
  socket.close(1000);
  await once(socket, "close");
}
