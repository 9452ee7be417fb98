import { Server } from "socket.io-3";
import { io as connect } from "socket.io-client-3";
import { conversationClient, conversationServer } from "../../lib/scenarios/conversation.js";

const transports = ["polling", "websocket"];

export default {
  title: "Socket.IO 3.1.x with the default settings: polling first, then upgrade to WebSocket",
  description: `
The conversation of socketio/v3-websocket with the default transports. It begins on HTTP polling, a TCP connection for
every request, while a WebSocket is probed; the rest goes over the WebSocket after the upgrade packet.`,
  port: 3106,
  packages: ["socket.io-3", "socket.io-client-3"],
  server: conversationServer(Server, { transports }),
  client: conversationClient(connect, { hasSid: true, transports }),
};
