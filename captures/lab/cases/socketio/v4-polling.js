import { Server } from "socket.io-4";
import { Fetch, io as connect } from "socket.io-client-4";
import { conversationClient, conversationServer } from "../../lib/scenarios/conversation.js";

export default {
  title: "Socket.IO 4.x on HTTP polling only, by fetch, with a gzip coded answer",
  description: `
The conversation of socketio/v4-websocket without WebSocket. The client uses its transport on the built-in fetch,
which keeps connections alive and takes gzip and deflate. Only the answer with the document has the 1024 bytes from
which the server compresses; that answer is chunked.`,
  port: 3103,
  packages: ["socket.io-4", "socket.io-client-4"],
  server: conversationServer(Server, { transports: ["polling"] }),
  client: conversationClient(connect, { hasSid: true, transports: [Fetch] }),
};
