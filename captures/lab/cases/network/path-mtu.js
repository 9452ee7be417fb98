import { Server } from "socket.io-4";
import { io as connect } from "socket.io-client-4";
import { conversationClient, conversationServer } from "../../lib/scenarios/conversation.js";

export default {
  title: "Socket.IO 4 over a router with a smaller MTU behind it: ICMP \"fragmentation needed\" in the middle of a session",
  description: `
Both sides have interfaces with an MTU of 1500, and the way to the server carries 1280 bytes. Small packets pass. The
client's first large message does not: the router returns an ICMP error, and the client's TCP sends the bytes again in
smaller segments (path MTU discovery, RFC 1191).`,
  port: 3313,
  packages: ["socket.io-4", "socket.io-client-4"],
  network: "narrow",
  server: conversationServer(Server),
  client: conversationClient(connect, { hasSid: true }),
};
