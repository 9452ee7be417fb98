import { Server } from "socket.io-4";
import { io as connect } from "socket.io-client-4";
import { conversationClient, conversationServer } from "../../lib/scenarios/conversation.js";

export default {
  title: "Socket.IO 4.x on WebSocket only: events and acknowledgements both ways",
  description: `
A server push, events with several arguments, an acknowledgement in each direction, text outside ASCII and an escape
sequence inside a string; the client disconnects. Engine.IO 4, no compression. The client asks to be connected to "/"
and gets a sid.`,
  port: 3004,
  packages: ["socket.io-4", "socket.io-client-4"],
  server: conversationServer(Server),
  client: conversationClient(connect, { hasSid: true }),
};
