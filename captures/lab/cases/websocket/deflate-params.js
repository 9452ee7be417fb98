import { once } from "node:events";
import { createServer } from "node:http";
import { WebSocketServer } from "ws";
import { listen } from "../../lib/http.js";
import { logSocket, messageSaying, openWebSocket } from "../../lib/websocket.js";

// What the server insists on, by path, in the words of the package ws.
const parameters = {
  "/no-takeover": { serverNoContextTakeover: true, clientNoContextTakeover: true },
  "/server-only": { serverNoContextTakeover: true, serverMaxWindowBits: 12 },
  "/small-windows": { serverMaxWindowBits: 9, clientMaxWindowBits: 10 },
};

const page = (n) => Array.from({ length: 60 }, (_, i) => `page ${n} line ${(i * 7919) % 1000}\n`).join("");

async function server(scene) {
  const http = createServer();
  http.on("upgrade", (request, tcp, head) => {
    const perMessageDeflate = { threshold: 0, ...parameters[request.url] };
    const upgrader = new WebSocketServer({ noServer: true, perMessageDeflate });
    upgrader.handleUpgrade(request, tcp, head, (socket) => serve(logSocket(socket, scene.log)));
  });
  await listen(http, scene);
  return () => http.close();
}

function serve(socket) {
  socket.on("message", (data) => {
    if (data.toString() !== "go") return;
    for (const n of [1, 2, 1]) socket.send(page(n));
    socket.send("done");
  });
}

async function client(scene) {
  for (const path of Object.keys(parameters)) {
    const socket = await openWebSocket(scene, { path, perMessageDeflate: { threshold: 0, clientMaxWindowBits: true } });
    for (const n of [3, 4, 3]) socket.send(page(n));
    socket.send("go");
    await messageSaying(socket, "done");
    socket.close(1000, path);
    await once(socket, "close");
  }
}

export default {
  title: "permessage-deflate with its parameters: no context takeover, small windows",
  description: `
Three connections one after the other, to paths that negotiate differently: no context takeover in either direction;
no takeover and a 12 bit window for the server only; windows of 9 bits (server) and 10 bits (client) with takeover.
Both sides send three pages of which the third equals the first. The events of the three connections follow each other
in the truth.`,
  port: 3012,
  packages: ["ws"],
  server,
  client,
};
