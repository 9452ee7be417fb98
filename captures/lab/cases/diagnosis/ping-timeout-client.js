import { standStill } from "../../lib/stop.js";
import { join, serve } from "../../lib/trouble.js";

const server = async (scene) => (await serve(scene, { pingInterval: 500, pingTimeout: 700 })).stop;

async function client(scene) {
  const { app, ready, over } = join(scene, { transports: ["websocket"] });
  await ready;
  await app.request("work", 3);
  await standStill(2500);
  await over;
}

export default {
  title: "Socket.IO 4: the client's process is stopped, and the server gives up on it",
  description: `
The client's process is stopped (SIGSTOP) while it is connected by WebSocket, so that only its kernel answers. The
server's ping gets no pong, and 700 ms later (pingTimeout) the server closes: an empty close frame, "ping timeout".
The client is continued after 2.5 seconds; its own timer for the next ping has expired by then, so that it says "ping
timeout" too.`,
  port: 3251,
  packages: ["socket.io-4", "socket.io-client-4"],
  server,
  client,
};
