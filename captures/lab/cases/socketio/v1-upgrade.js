import Server from "socket.io-1";
import connect from "socket.io-client-1";
import { conversationClient, conversationServer } from "../../lib/scenarios/conversation.js";

const transports = ["polling", "websocket"];

export default {
  title: "Socket.IO 1.7.4 with the default settings: polling first, then upgrade to WebSocket",
  description: `
The conversation of socketio/v1-websocket with the default transports. It begins on HTTP polling, a TCP connection for
every request, while a WebSocket is probed; the rest goes over the WebSocket after the upgrade packet, the two
documents compressed with permessage-deflate.`,
  port: 3104,
  packages: ["socket.io-1", "socket.io-client-1"],
  server: conversationServer(Server, { transports }),
  client: conversationClient(connect, { hasSid: false, transports }),
};
