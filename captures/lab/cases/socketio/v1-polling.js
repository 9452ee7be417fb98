import Server from "socket.io-1";
import connect from "socket.io-client-1";
import { decodeResponses } from "../../lib/decoding.js";
import { conversationClient, conversationServer } from "../../lib/scenarios/conversation.js";

const transports = ["polling"];
const extraHeaders = { "Accept-Encoding": "gzip" };

function client(scene) {
  decodeResponses();
  return conversationClient(connect, { hasSid: false, transports, extraHeaders })(scene);
}

export default {
  title: "Socket.IO 1.7.4 on HTTP polling only: text is UTF-8 encoded twice",
  description: `
The conversation of socketio/v1-websocket without WebSocket, a TCP connection for every request. The client cannot
take binary payloads (b64=1); in the text payloads of this version UTF-8 is encoded twice, and a packet's length
counts the bytes of the first encoding. The client asks for gzip; its process decodes the answers below the library,
which does not do it. Only the answer with the document has the 1024 bytes from which the server compresses.`,
  port: 3100,
  packages: ["socket.io-1", "socket.io-client-1"],
  server: conversationServer(Server, { transports }),
  client,
};
