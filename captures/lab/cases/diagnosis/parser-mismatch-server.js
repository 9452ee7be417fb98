import parser from "socket.io-msgpack-parser";
import { join, serve } from "../../lib/trouble.js";

const server = async (scene) => (await serve(scene, { parser })).stop;

const client = (scene) => join(scene, { transports: ["websocket"] }).over;

export default {
  title: "Socket.IO 4: the server uses the MessagePack parser, the client does not",
  description: `
The client's CONNECT is the text "40"; the server's parser wants a map by MessagePack, and the server closes: an empty
close frame and no word of why. The namespace was never connected, so that the client's application hears of a
disconnection only.`,
  port: 3262,
  packages: ["socket.io-4", "socket.io-client-4", "socket.io-msgpack-parser"],
  server,
  client,
};
