import { createServer } from "node:https";
import { Server } from "socket.io-4";
import { io as connect } from "socket.io-client-4";
import { conversationClient, conversationServer } from "../../lib/scenarios/conversation.js";
import { authority, certificate, keyLog } from "../../lib/tls.js";

const transports = ["polling", "websocket"];

export default {
  title: "Socket.IO 4 through TLS 1.3 with keys: polling, then upgrade to WebSocket",
  description: `
The conversation of socketio/v4-upgrade on an https server that writes its keys down (the event keylog of node's TLS).`,
  port: 3476,
  packages: ["socket.io-4", "socket.io-client-4"],
  server: conversationServer(Server, { transports }, secureServer),
  client: conversationClient(connect, { hasSid: true, transports, scheme: "https", ca: authority.toString() }),
};

function secureServer(scene) {
  const https = createServer(certificate("server"));
  https.on("keylog", keyLog(scene));
  return https;
}
