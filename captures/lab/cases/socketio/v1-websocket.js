import Server from "socket.io-1";
import connect from "socket.io-client-1";
import { conversationClient, conversationServer } from "../../lib/scenarios/conversation.js";

export default {
  title: "Socket.IO 1.7.4 on WebSocket only: events and acknowledgements both ways",
  description: `
A server push, events with several arguments, an acknowledgement in each direction, text outside ASCII and an escape
sequence inside a string; the client disconnects. Engine.IO 3, permessage-deflate with the default threshold of 1024
bytes: short messages go out as they are, the two documents compressed. The server connects the client to "/" unasked.`,
  port: 3001,
  packages: ["socket.io-1", "socket.io-client-1"],
  server: conversationServer(Server),
  client: conversationClient(connect, { hasSid: false }),
};
