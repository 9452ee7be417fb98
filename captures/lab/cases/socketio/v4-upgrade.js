import { Server } from "socket.io-4";
import { io as connect } from "socket.io-client-4";
import { conversationClient, conversationServer } from "../../lib/scenarios/conversation.js";

const transports = ["polling", "websocket"];

export default {
  title: "Socket.IO 4 with the default settings: polling first, then upgrade to WebSocket",
  description: `
The conversation of socketio/v4-websocket with the default transports. It begins on HTTP polling over kept-alive
connections (open, CONNECT, the server's push) while a WebSocket is probed; the rest goes over the WebSocket after the
upgrade packet.`,
  port: 3050,
  packages: ["socket.io-4", "socket.io-client-4"],
  server: conversationServer(Server, { transports }),
  client: conversationClient(connect, { hasSid: true, transports }),
};
