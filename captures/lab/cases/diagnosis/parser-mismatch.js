import parser from "socket.io-msgpack-parser";
import { join, serve } from "../../lib/trouble.js";

const server = async (scene) => (await serve(scene)).stop;

const client = (scene) => join(scene, { transports: ["websocket"], parser }).over;

export default {
  title: "Socket.IO 4: the client uses the MessagePack parser, the server does not",
  description: `
The client's CONNECT is a binary message, a map by MessagePack. The server's parser takes that for an attachment which
nothing announced, and the server closes: an empty close frame and no word of why. The namespace was never connected,
so that the client's application hears of a disconnection only.`,
  port: 3261,
  packages: ["socket.io-4", "socket.io-client-4", "socket.io-msgpack-parser"],
  server,
  client,
};
