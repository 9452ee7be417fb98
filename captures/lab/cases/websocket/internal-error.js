import { closed, openWebSocket, serveWebSockets } from "../../lib/websocket.js";

function handle(text) {
  if (text === "bang") throw new Error("the handler failed");
  return `done ${text}`;
}

const server = (scene) =>
  serveWebSockets(scene, { perMessageDeflate: false }, (socket) =>
    socket.on("message", (data) => {
      try {
        socket.send(handle(data.toString()));
      } catch {
        socket.close(1011);
      }
    }),
  );

async function client(scene) {
  const socket = await openWebSocket(scene, { perMessageDeflate: false });
  const over = closed(socket);
  socket.send("work");
  socket.send("bang");
  await over;
}

export default {
  title: "A handler that fails: the server closes with 1011",
  description: `
The exception of the server's handler is caught, and the WebSocket closed with 1011, as frameworks do.`,
  port: 3775,
  packages: ["ws"],
  server,
  client,
};
