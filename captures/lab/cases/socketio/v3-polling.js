import { Server } from "socket.io-3";
import { io as connect } from "socket.io-client-3";
import { conversationClient, conversationServer } from "../../lib/scenarios/conversation.js";

const transports = ["polling"];

export default {
  title: "Socket.IO 3.1.x on HTTP polling only",
  description: `
The conversation of socketio/v3-websocket without WebSocket: a TCP connection for every request, nothing compressed,
as the client in Node does it by itself.`,
  port: 3102,
  packages: ["socket.io-3", "socket.io-client-3"],
  server: conversationServer(Server, { transports }),
  client: conversationClient(connect, { hasSid: true, transports }),
};
