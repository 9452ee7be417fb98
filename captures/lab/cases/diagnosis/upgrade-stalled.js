import { setTimeout as sleep } from "node:timers/promises";
import { startRelay } from "../../lib/relay.js";
import { join, serve } from "../../lib/trouble.js";

async function server(scene) {
  const backend = await serve({ ...scene, port: 3235 }, { upgradeTimeout: 700 });
  const stopRelay = await startRelay(scene, 3235, onlyTheHead);
  return async () => {
    await backend.stop();
    stopRelay();
  };
}

// Swallows all that comes after a 101.
function onlyTheHead(client, chunk) {
  if (client.upgraded) return;
  client.upgraded = chunk.includes("HTTP/1.1 101 ");
  client.write(chunk);
}

async function client(scene) {
  const { socket, app, ready } = join(scene);
  await ready;
  await app.request("work", 3);
  await sleep(1200);
  await app.request("work", 4);
  socket.disconnect();
}

export default {
  title: "Socket.IO 4: a proxy accepts the WebSocket of an upgrade, and the answer to the probe never arrives",
  description: `
A proxy (plain node TCP, port 3234) passes on what the client sends and the server's 101, and swallows what the server
says on the WebSocket after that: its answer to the probe too. The client stays on polling, and sees many polls
answered with a noop meanwhile. The server's \`upgradeTimeout\` (0.7 s here, ten by default) closes the WebSocket, of
which the client hears nothing either. Both sides of the proxy are recorded; the server is on port 3235.`,
  port: 3234,
  ports: [3234, 3235],
  packages: ["socket.io-4", "socket.io-client-4"],
  server,
  client,
};
