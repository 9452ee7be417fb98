import { once } from "node:events";
import { startProxy } from "../../healthy/proxies.js";
import { authority } from "../../lib/http.js";
import { closed, openWebSocket, serveWebSockets } from "../../lib/websocket.js";

const backend = 3797;

// The proxy is stopped, in order, when the server has got its second message.
async function server(scene) {
  let stopProxy;
  const stopServer = await serveWebSockets({ ...scene, port: backend }, { perMessageDeflate: false }, (socket) => {
    socket.on("error", () => {}); // the frame that is not masked
    socket.on("message", (text) => {
      socket.send(`got ${text}`);
      if (text.toString() === "last") setTimeout(() => stopProxy(), 50);
    });
  });
  stopProxy = await startProxy(scene, {
    file: "Caddyfile",
    command: ["caddy", "run", "--config", "Caddyfile", "--adapter", "caddyfile"],
    configuration: `
{
  admin off
  auto_https off
}
http://:${scene.port} {
  bind ${scene.host}
  reverse_proxy ${authority({ ...scene, port: backend })}
}
`,
  });
  return () => stopServer();
}

async function client(scene) {
  const socket = await openWebSocket(scene, { path: "/feed", perMessageDeflate: false });
  const over = closed(socket);
  socket.send("first");
  await once(socket, "message");
  socket.send("last");
  await once(socket, "message");
  await over;
}

export default {
  title: "A WebSocket through Caddy, which is stopped; both sides of the proxy",
  description: `
Caddy says goodbye to both sides with the same close frame (1001), which no client may send unmasked: the server's library takes it
for a violation and closes with 1002. The client talks to port 3798, Caddy to 3797.`,
  port: 3798,
  ports: [3798, backend],
  packages: ["ws"],
  programs: ["caddy"],
  server,
  client,
};
