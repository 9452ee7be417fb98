import { once } from "node:events";
import { join, serve } from "../../lib/trouble.js";

const server = async (scene) => (await serve(scene, { attach })).stop;

function attach(app, _, io) {
  app.on("work", (acknowledge, n) => acknowledge(n * n));
  app.on("shut down", () => io.close());
}

async function client(scene) {
  const { socket, app, ready, over } = join(scene);
  await Promise.all([ready, once(socket.io.engine, "upgrade")]);
  await app.request("work", 3);
  app.emit("shut down");
  await over;
}

export default {
  title: "Socket.IO 4: upgraded to WebSocket, then the server shuts down",
  description: `
A session with the default settings: polling first, then the upgrade, and one event with an acknowledgement. Then the
server's application calls \`close()\`. The client gets an empty close frame and no disconnect packet; the server logs
"server shutting down", the client "transport close".`,
  port: 3258,
  packages: ["socket.io-4", "socket.io-client-4"],
  server,
  client,
};
