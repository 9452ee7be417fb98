import { behindNginx, letThrough } from "../../lib/proxied.js";
import { join } from "../../lib/trouble.js";

const server = behindNginx([3239], {
  location: `${letThrough} proxy_read_timeout 2s;`,
  pingInterval: 25_000,
  pingTimeout: 20_000,
});

async function client(scene) {
  const { app, ready, over } = join(scene, { transports: ["websocket"] });
  await ready;
  await app.request("work", 3);
  await over;
}

export default {
  title: "A WebSocket that nginx closes after two idle seconds, captured between the client and nginx",
  description: `
What happens in diagnosis/idle-closed, recorded on the client's side of the proxy only.`,
  port: 3238,
  packages: ["socket.io-4", "socket.io-client-4"],
  programs: ["nginx"],
  server,
  client,
};
