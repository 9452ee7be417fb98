import { startPart } from "../../lib/parts.js";
import { join, serve } from "../../lib/trouble.js";

const server = async (scene) => (await serve(scene)).stop;

async function client(scene) {
  const victim = await startPart(scene, "victim");
  await victim.kill();
}

async function victim(scene) {
  const { app, ready } = join(scene, { transports: ["websocket"] });
  await ready;
  await app.request("work", 3);
}

export default {
  title: "Socket.IO 4: the client's process is killed",
  description: `
SIGKILL: no disconnect packet and no close frame, only the FIN of the kernel. The server hears of a transport that
closed; the killed client logs no end.`,
  port: 3260,
  packages: ["socket.io-4", "socket.io-client-4"],
  server,
  parts: { victim },
  client,
};
