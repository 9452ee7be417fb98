import { once } from "node:events";
import { answerWith, atLocalhost, ipv4First } from "../../lib/localhost.js";
import { echoServer } from "../../lib/scenarios/echo.js";
import { messageSaying, openWebSocket } from "../../lib/websocket.js";

async function client(scene) {
  const socket = await openWebSocket(atLocalhost(scene), { lookup: answerWith(ipv4First) });
  const last = messageSaying(socket, "last");
  socket.send("last");
  await last;
  socket.close(1000, "that is all");
  await once(socket, "close");
}

export default {
  title: "A WebSocket to ws://localhost with the server on ::1 only: the client tries 127.0.0.1 first",
  description: `
As network/localhost-node the other way round: the server listens on ::1 (as Vite and others do when they are told to listen
on \`localhost\`), and the client, whose resolver names 127.0.0.1 first, is refused there.`,
  port: 3352,
  packages: ["ws"],
  server: (scene) => echoServer({ ...scene, host: "::1" }),
  client,
};
