import create from "socket.io-client-2";
import { join, serve } from "../../lib/trouble.js";

const server = async (scene) => (await serve(scene)).stop;

const client = (scene) => join(scene, { create, hasSid: false }).over;

export default {
  title: "A Socket.IO 2 client at a Socket.IO 4 server: 400, unsupported protocol version",
  description: `
The client asks with \`EIO=3\`, and the server was not told \`allowEIO3\`. It answers the first poll with 400 and
\`{"code":5,"message":"Unsupported protocol version"}\`.`,
  port: 3202,
  packages: ["socket.io-4", "socket.io-client-2"],
  server,
  client,
};
