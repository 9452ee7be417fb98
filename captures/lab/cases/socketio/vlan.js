import { Server } from "socket.io-4";
import { io as connect } from "socket.io-client-4";
import { conversationClient, conversationServer } from "../../lib/scenarios/conversation.js";

export default {
  title: "Socket.IO 4 with 802.1Q tags",
  description: `
The conversation of socketio/v4-websocket between two hosts on VLAN 42, as a switch's mirror port shows it: every
frame is tagged, and the hosts themselves know nothing of it.`,
  port: 3052,
  packages: ["socket.io-4", "socket.io-client-4"],
  network: "mirror",
  server: conversationServer(Server),
  client: conversationClient(connect, { hasSid: true }),
};
