import { once } from "node:events";
import { startPart } from "../../lib/parts.js";
import { closed, openWebSocket, serveWebSockets } from "../../lib/websocket.js";

async function server(scene) {
  const victim = await startPart(scene, "victim");
  victim.child.on("message", ({ fields }) => fields?.text === "crash now" && victim.kill());
  return () => victim.exited;
}

const victim = (scene) =>
  serveWebSockets(scene, { perMessageDeflate: false }, (socket) => {
    socket.on("message", (text) => text.toString() === "work" && socket.send("done"));
  });

async function client(scene) {
  const socket = await openWebSocket(scene, { perMessageDeflate: false });
  const over = closed(socket);
  socket.send("work");
  await once(socket, "message");
  socket.send("crash now");
  await over;
}

export default {
  title: "A plain WebSocket server's process is killed",
  description: `
SIGKILL: no close frame. Nothing was left unread, so that the server's kernel says FIN, as it would at a proper end. The killed
server logs no end; the client hears 1006.`,
  port: 3768,
  packages: ["ws"],
  server,
  parts: { victim },
  client,
};
