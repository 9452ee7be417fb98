import create from "socket.io-client-2";
import { join, serve } from "../../lib/trouble.js";

const server = async (scene) => (await serve(scene)).stop;

const client = (scene) => join(scene, { create, hasSid: false, transports: ["websocket"] }).over;

export default {
  title: "A Socket.IO 2 client at a Socket.IO 4 server, on WebSocket only",
  description: `
As diagnosis/version-mismatch, without polling. The server's \`ws\` has already accepted the WebSocket with 101 when
its Engine.IO looks at \`EIO=3\`; what it writes then is the text of an HTTP answer, 400 with "Unsupported protocol
version", into the open WebSocket. Read as a frame, the letter H is a close frame with RSV1 set: the client complains
of that, and not of the version.`,
  port: 3203,
  packages: ["socket.io-4", "socket.io-client-2"],
  server,
  client,
};
