import { serve } from "../../lib/trouble.js";
import { closed, openWebSocket } from "../../lib/websocket.js";

const reading = "0123456789".repeat(6400);

function attach(app, socket) {
  const timer = setInterval(() => app.emit("reading", reading), 20);
  socket.on("disconnect", () => clearInterval(timer));
}

async function client(scene) {
  const socket = await openWebSocket(scene, { path: "/socket.io/?EIO=4&transport=websocket" });
  const gone = closed(socket);
  socket.send("40");
  // Its program has other things to do.
  await new Promise((connected) => socket.on("message", (data) => data.toString().startsWith("40") && connected()));
  socket.removeAllListeners("message");
  socket._socket.pause();
  setTimeout(() => socket._socket.resume(), 4500);
  await gone;
}

export default {
  title: "Socket.IO 4: a client that stops reading while the server pushes",
  description: `
The server pushes 64 kB every 20 ms. The client's program stops reading its socket: its receive window shuts, and the server's
pings wait behind the events. The server gives up.`,
  port: 3643,
  packages: ["socket.io-4", "ws"],
  format: "pcapng.gz",
  server: async (scene) => (await serve(scene, { attach })).stop,
  client,
};
