import create from "socket.io-2";
import { join, serve } from "../../lib/trouble.js";

const server = async (scene) => (await serve(scene, { create })).stop;

async function client(scene) {
  const { socket, failed } = join(scene, { transports: ["websocket"] });
  await failed;
  socket.disconnect();
}

export default {
  title: "A Socket.IO 4 client at a Socket.IO 2 server, on WebSocket only",
  description: `
On WebSocket the two Engine.IO protocols look alike so far that the client gets an open packet and a CONNECT packet,
which it did not ask for and which has no sid. From that it concludes that the server is an old one and says so; the
application disconnects then. (Left alone, each side would wait for the other's pings, and both would give up.)`,
  port: 3216,
  packages: ["socket.io-2", "socket.io-client-4"],
  server,
  client,
};
