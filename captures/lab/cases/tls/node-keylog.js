import { createServer } from "node:https";
import { Server } from "socket.io-4";
import { io as connect } from "socket.io-client-4";
import { conversationClient, conversationServer } from "../../lib/scenarios/conversation.js";
import { authority, certificate, keyLogFile } from "../../lib/tls.js";

const [older, newer] = [3488, 3491];
const name = "tls/node-keylog";
const serve = (options) => conversationServer(Server, {}, () => createServer({ ...certificate("server"), ...options }));
const talk = conversationClient(connect, { hasSid: true, scheme: "https", ca: authority.toString() });

async function server(scene) {
  const stops = [
    await serve({ maxVersion: "TLSv1.2" })({ ...scene, port: older }),
    await serve({})({ ...scene, port: newer }),
  ];
  return () => stops.forEach((stop) => stop());
}

async function client(scene) {
  for (const port of [older, newer]) await talk({ ...scene, port });
}

export default {
  title: "Socket.IO 4 through TLS 1.2 and 1.3, with the keys that node --tls-keylog wrote",
  description: `
The conversation of socketio/v4-websocket twice, on a server with TLS 1.2 as its highest version and on one with TLS 1.3. The
servers are an ordinary program, started with node's option --tls-keylog.`,
  port: older,
  ports: [older, newer],
  packages: ["socket.io-4", "socket.io-client-4"],
  nodeArguments: (role) => (role === "server" ? [`--tls-keylog=${keyLogFile({ name })}`] : []),
  server,
  client,
};
