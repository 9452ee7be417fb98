import { Server } from "socket.io-4";
import { io as connect } from "socket.io-client-4";
import { conversationClient, conversationServer } from "../../lib/scenarios/conversation.js";

export default {
  title: "Socket.IO 4 with polling and upgrade, recorded with a snap length of 96 bytes",
  description: `
Of each packet only the first 96 bytes are recorded: Ethernet, IP and TCP headers, and 30 bytes of what TCP carries.
Short WebSocket frames are whole, HTTP heads and longer messages are cut.`,
  port: 3316,
  packages: ["socket.io-4", "socket.io-client-4"],
  snaplen: 96,
  server: conversationServer(Server, { transports: ["polling", "websocket"] }),
  client: conversationClient(connect, { hasSid: true, transports: ["polling", "websocket"] }),
};
