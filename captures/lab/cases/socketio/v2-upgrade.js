import Server from "socket.io-2";
import connect from "socket.io-client-2";
import { conversationClient, conversationServer } from "../../lib/scenarios/conversation.js";

const transports = ["polling", "websocket"];

export default {
  title: "Socket.IO 2.5.x with the default settings: polling first, then upgrade to WebSocket",
  description: `
The conversation of socketio/v2-websocket with the default transports. It begins on HTTP polling, a TCP connection for
every request, while a WebSocket is probed; the rest goes over the WebSocket after the upgrade packet.`,
  port: 3105,
  packages: ["socket.io-2", "socket.io-client-2"],
  server: conversationServer(Server, { transports }),
  client: conversationClient(connect, { hasSid: false, transports }),
};
