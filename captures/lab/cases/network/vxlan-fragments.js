import { Server } from "socket.io-4";
import { io as connect } from "socket.io-client-4";
import { conversationClient, conversationServer } from "../../lib/scenarios/conversation.js";

export default {
  title: "Socket.IO 4 in a VXLAN whose own packets are too large for the link and arrive in fragments",
  description: `
As network/vxlan, but the VXLAN's devices have the MTU of the wire, a common mistake: a full packet with the tunnel's
headers around it does not fit, and the kernel cuts the tunnel's packet. Only the first fragment has the UDP port that says
what it is.`,
  port: 3443,
  packages: ["socket.io-4", "socket.io-client-4"],
  network: "vxlan-large",
  server: conversationServer(Server),
  client: conversationClient(connect, { hasSid: true }),
};
