import { Server } from "socket.io-4";
import { io as connect } from "socket.io-client-4";
import { conversationClient, conversationServer } from "../../lib/scenarios/conversation.js";

export default {
  title: "Socket.IO 4 in a virtual network: VXLAN",
  description: `
The conversation of socketio/v4-websocket between two hosts on VXLAN 42, recorded on the wire below it, as it is seen
between the nodes of a Kubernetes or OpenStack cluster.`,
  port: 3441,
  packages: ["socket.io-4", "socket.io-client-4"],
  network: "vxlan",
  server: conversationServer(Server),
  client: conversationClient(connect, { hasSid: true }),
};
