import create from "socket.io-2";
import { join, serve } from "../../lib/trouble.js";

const server = async (scene) => (await serve(scene, { create })).stop;

const client = (scene) => join(scene, { transports: ["polling"] }).over;

export default {
  title: "A Socket.IO 4 client at a Socket.IO 2 server, on polling",
  description: `
The server takes \`EIO=4\` for its own protocol and answers the first poll with 200 and a payload of Engine.IO 3:
\`94:0{…}2:40\`. The client wants a packet type where the length stands, and says "server error". It never comes back;
the server gives its session up when no ping has come for pingInterval and pingTimeout.`,
  port: 3204,
  packages: ["socket.io-2", "socket.io-client-4"],
  server,
  client,
};
