import { Server } from "socket.io-4";
import { io as connect } from "socket.io-client-4";
import { conversationClient, conversationServer } from "../../lib/scenarios/conversation.js";

export default {
  title: "Socket.IO 4 without path MTU discovery: a router splits the client's larger packets into IPv4 fragments",
  description: `
The conversation of socketio/v4-websocket. Both sides send segments for an MTU of 1500 and allow that they are cut, which
a router does that passes on 576 bytes. Recorded at the server: what comes from the client is in fragments, what the
server sends is not cut yet.`,
  port: 3442,
  packages: ["socket.io-4", "socket.io-client-4"],
  network: "fragmenting",
  server: conversationServer(Server),
  client: conversationClient(connect, { hasSid: true }),
};
