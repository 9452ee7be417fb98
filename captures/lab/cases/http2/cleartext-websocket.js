import { once } from "node:events";
import { constants } from "node:http2";
import { WebSocketServer } from "ws";
import { authority, listen } from "../../lib/http.js";
import { createCleartextServer } from "../../lib/http2.js";
import { Http2Agent, openSession } from "../../lib/http2agent.js";
import { failToOpen, logSocket, openWebSocket, sendFragments } from "../../lib/websocket.js";

const padded = { paddingStrategy: constants.PADDING_STRATEGY_MAX };

async function server(scene) {
  const http = createCleartextServer(padded);
  const sockets = new WebSocketServer({ server: http, path: "/chat", perMessageDeflate: { threshold: 100 } });
  sockets.on("connection", (socket) => {
    logSocket(socket, scene.log);
    socket.on("message", (data, isBinary) => socket.send(data, { binary: isBinary }));
  });
  await listen(http, scene);
  return () => http.close();
}

async function client(scene) {
  const session = await openSession(`http://${authority(scene)}`, padded);
  const agent = new Http2Agent(session);
  const socket = await openWebSocket(scene, { path: "/chat", protocols: ["chat.v2"], agent });
  const echoOf = async (message) => {
    socket.send(message);
    await once(socket, "message");
  };
  await echoOf("padded wörds 🧥");
  await echoOf(Buffer.from([0, 1, 254, 255]));
  await echoOf("the same again, ".repeat(40));
  socket.ping("are you there?");
  await once(socket, "pong");
  const echoed = once(socket, "message");
  await sendFragments(socket, ["one message ", () => socket.ping("between"), "in three ", "frames"]);
  await echoed;
  socket.close(1000, "well padded");
  await once(socket, "close");
  await failToOpen(scene, "/elsewhere", { agent });
  session.close();
  await once(session, "close");
}

export default {
  title: "A WebSocket of the package ws over HTTP/2 without TLS, with padded frames",
  description: `
Both sides are of the package ws and speak HTTP/2 by prior knowledge through node's http2, which pads HEADERS and DATA to the
longest that it can. Text, binary, a compressed message, pings, a message in three frames, a closing handshake; then a
WebSocket that the server refuses with 400.`,
  port: 3509,
  packages: ["ws"],
  server,
  client,
};
