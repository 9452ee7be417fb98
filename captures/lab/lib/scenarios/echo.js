// The smallest WebSocket session: for cases that are about the network around it.
import { once } from "node:events";
import { messageSaying, openWebSocket, serveWebSockets } from "../websocket.js";

export const echoServer = (scene) =>
  serveWebSockets(scene, {}, (socket) =>
    socket.on("message", (data, isBinary) => socket.send(data, { binary: isBinary })),
  );

export async function echoClient(scene) {
  const socket = await openWebSocket(scene);
  const last = messageSaying(socket, "last");
  socket.send("héllo over another network");
  socket.send(Buffer.from([1, 2, 3, 255]));
  socket.ping("still there?");
  socket.send("last");
  await last;
  socket.close(1000, "that is all");
  await once(socket, "close");
}
