import { Server } from "socket.io-4";
import { io as connect } from "socket.io-client-4";
import { conversationClient, conversationServer } from "../../lib/scenarios/conversation.js";
import { agentFor, atLocalhost, ipv6First } from "../../lib/localhost.js";

const transports = ["polling", "websocket"];
const talk = conversationClient(connect, { hasSid: true, transports, agent: agentFor(ipv6First) });

export default {
  title: "Socket.IO 4 in Node at http://localhost with the server on 127.0.0.1 only: each connection tries ::1 first",
  description: `
The client connects to \`localhost\`, whose addresses are ::1 and 127.0.0.1 in this order; the server listens on 127.0.0.1
only. Each of the session's connections, polling requests and the WebSocket, is refused at ::1 first and goes on to 127.0.0.1 at
once (Node's autoSelectFamily, RFC 8305). The resolver's answer is made in lib/localhost.js, because the hosts file of the
recording machine names one address only; all else is Node's own.`,
  port: 3351,
  packages: ["socket.io-4", "socket.io-client-4"],
  server: conversationServer(Server, { transports }),
  client: (scene) => talk(atLocalhost(scene)),
};
