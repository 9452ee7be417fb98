import Server from "socket.io-2";
import connect from "socket.io-client-2";
import { conversationClient, conversationServer } from "../../lib/scenarios/conversation.js";

export default {
  title: "Socket.IO 2.5.x on WebSocket only: events and acknowledgements both ways",
  description: `
A server push, events with several arguments, an acknowledgement in each direction, text outside ASCII and an escape
sequence inside a string; the client disconnects. Engine.IO 3. The client offers permessage-deflate, this server
version no longer accepts it by default. The server connects the client to "/" unasked.`,
  port: 3002,
  packages: ["socket.io-2", "socket.io-client-2"],
  server: conversationServer(Server),
  client: conversationClient(connect, { hasSid: false }),
};
