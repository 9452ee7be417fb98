import { Server } from "socket.io-4";
import { io as connect } from "socket.io-client-4";
import { conversationClient, conversationServer } from "../../lib/scenarios/conversation.js";

export default {
  title: "The same with a snap length of 60 bytes: TCP options and all TCP payload are truncated",
  description: `
As network/snap-96. 60 bytes are the Ethernet, IP and TCP headers and six bytes of TCP's options: what was negotiated in
the handshake is unknown but for the first option, and no byte of HTTP was recorded.`,
  port: 3317,
  packages: ["socket.io-4", "socket.io-client-4"],
  format: "pcap",
  snaplen: 60,
  server: conversationServer(Server, { transports: ["polling", "websocket"] }),
  client: conversationClient(connect, { hasSid: true, transports: ["polling", "websocket"] }),
};
