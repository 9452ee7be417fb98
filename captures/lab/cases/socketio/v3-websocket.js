import { Server } from "socket.io-3";
import { io as connect } from "socket.io-client-3";
import { conversationClient, conversationServer } from "../../lib/scenarios/conversation.js";

export default {
  title: "Socket.IO 3.1.x on WebSocket only: events and acknowledgements both ways",
  description: `
A server push, events with several arguments, an acknowledgement in each direction, text outside ASCII and an escape
sequence inside a string; the client disconnects. Engine.IO 4, no compression. The client asks to be connected to "/"
and gets a sid.`,
  port: 3003,
  packages: ["socket.io-3", "socket.io-client-3"],
  server: conversationServer(Server),
  client: conversationClient(connect, { hasSid: true }),
};
