import { Server } from "socket.io-4";
import { io as connect } from "socket.io-client-4";
import { conversationClient, conversationServer } from "../../lib/scenarios/conversation.js";

export default {
  title: "The same over IPv6: ICMPv6 \"packet too big\"",
  description: `
As network/path-mtu, over IPv6: the router's error is ICMPv6 "packet too big" (RFC 8201).`,
  port: 3314,
  packages: ["socket.io-4", "socket.io-client-4"],
  network: "narrow6",
  server: conversationServer(Server),
  client: conversationClient(connect, { hasSid: true }),
};
