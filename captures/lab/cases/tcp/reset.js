import { once } from "node:events";
import { createServer } from "node:http";
import { WebSocketServer } from "ws";
import { listen } from "../../lib/http.js";
import { closed, logSocket, openWebSocket } from "../../lib/websocket.js";

async function server(scene) {
  const http = createServer();
  new WebSocketServer({ server: http }).on("connection", (socket, request) => {
    logSocket(socket, scene.log);
    socket.send("ready");
    socket.on("message", (data) => {
      if (data.toString() === "crash") request.socket.resetAndDestroy();
      else socket.send(`got ${data}`);
    });
  });
  await listen(http, scene);
  return () => http.close();
}

async function client(scene) {
  const socket = await openWebSocket(scene);
  const over = closed(socket);
  socket.send("one");
  await once(socket, "message");
  socket.send("crash");
  await over;
}

export default {
  title: "A server that resets the TCP connection in the middle of a WebSocket session",
  description: `
After a few messages the server destroys its socket with RST: no close frame, no FIN. Both applications see close code
1006, which never is on the wire.`,
  port: 3041,
  packages: ["ws"],
  server,
  client,
};
