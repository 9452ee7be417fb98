import Server from "socket.io-2";
import connect from "socket.io-client-2";
import { conversationClient, conversationServer } from "../../lib/scenarios/conversation.js";

export default {
  title: "Socket.IO 2.5.x with permessage-deflate switched on at the server",
  description: `
The conversation of socketio/v2-websocket. Both sides compress from 1024 bytes: short messages go out as they are, the
two documents compressed.`,
  port: 3005,
  packages: ["socket.io-2", "socket.io-client-2"],
  server: conversationServer(Server, { perMessageDeflate: { threshold: 1024 } }),
  client: conversationClient(connect, { hasSid: false }),
};
