import { join, serve } from "../../lib/trouble.js";

const server = async (scene) => (await serve(scene, { allowRequest })).stop;

const allowRequest = (request, decide) =>
  request.headers.authorization ? decide(null, true) : decide("no token", false);

async function client(scene) {
  await join({ ...scene, log: scene.log.of(1) }).over;
  await join({ ...scene, log: scene.log.of(2) }, { transports: ["websocket"] }).over;
}

export default {
  title: "Socket.IO 4: allowRequest rejects clients, on polling with 403 and on WebSocket with 400",
  description: `
The server's \`allowRequest\` says "no token" to two clients. The first one begins with polling and gets 403 with
\`{"code":4,"message":"no token"}\`, the second uses WebSocket only and gets 400 with the bare words.`,
  port: 3205,
  packages: ["socket.io-4", "socket.io-client-4"],
  server,
  client,
};
