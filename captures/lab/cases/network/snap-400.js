import { Server } from "socket.io-4";
import { io as connect } from "socket.io-client-4";
import { conversationClient, conversationServer } from "../../lib/scenarios/conversation.js";

export default {
  title: "Socket.IO 4, recorded with a snap length of 400 bytes: handshakes and short messages are complete, long ones are truncated",
  description: `
Of each packet only the first 400 bytes are recorded. The HTTP upgrade and most events are whole; the two documents are cut,
and what follows them is found again.`,
  port: 3318,
  packages: ["socket.io-4", "socket.io-client-4"],
  snaplen: 400,
  server: conversationServer(Server),
  client: conversationClient(connect, { hasSid: true }),
};
