import { Agent } from "node:http";
import Server from "socket.io-2";
import connect from "socket.io-client-2";
import { decodeResponses } from "../../lib/decoding.js";
import { conversationClient, conversationServer } from "../../lib/scenarios/conversation.js";

const transports = ["polling"];
const extraHeaders = { "Accept-Encoding": "deflate" };

function client(scene) {
  decodeResponses();
  const agent = new Agent({ keepAlive: true });
  return conversationClient(connect, { hasSid: false, transports, extraHeaders, agent })(scene);
}

export default {
  title: "Socket.IO 2.5.x on HTTP polling only, with a deflate coded answer",
  description: `
The conversation of socketio/v2-websocket without WebSocket, on connections that the client's agent keeps alive. Text
payloads, where a packet's length counts UTF-16 code units. The client asks for deflate; its process decodes the
answers below the library, which does not do it. Only the answer with the document has the 1024 bytes from which the
server compresses.`,
  port: 3101,
  packages: ["socket.io-2", "socket.io-client-2"],
  server: conversationServer(Server, { transports }),
  client,
};
