import { once } from "node:events";
import { constants } from "node:http2";
import { connect as connectTcp } from "node:net";
import { WebSocketServer } from "ws";
import { authority, listen } from "../../lib/http.js";
import { createCleartextServer } from "../../lib/http2.js";
import { Http2Agent, openSession } from "../../lib/http2agent.js";
import { closed, failToOpen, logSocket, messageSaying, openWebSocket } from "../../lib/websocket.js";

// What the server does when a client of that path says "go".
const ends = {
  "/graceful": (socket, session) => {
    session.close();
    socket.send("no more streams, but this one may go on");
  },
  "/calm": (socket, session) => {
    session.goaway(constants.NGHTTP2_ENHANCE_YOUR_CALM, 0, Buffer.from("too_many_pings"));
    setTimeout(() => session.destroy(), 50);
  },
  "/first": (socket) => socket.send("first goes on"),
};

async function server(scene) {
  const http = createCleartextServer();
  http.on("session", (session) => {
    session.on("error", () => {});
    // Node does not close by itself when it has told of an error.
    session.setTimeout(500, () => session.destroy());
  });
  const sockets = new WebSocketServer({ noServer: true });
  http.on("upgrade", (request, socket, head) => {
    const { session } = socket.stream;
    socket.on("error", () => {});
    // Too late: of the streams until now, only the first one is looked after.
    if (request.url === "/second") return session.goaway(constants.NGHTTP2_NO_ERROR, 1);
    sockets.handleUpgrade(request, socket, head, (websocket) => {
      logSocket(websocket, scene.log);
      messageSaying(websocket, "go").then(() => ends[request.url](websocket, session));
    });
  });
  await listen(http, scene);
  return () => http.close();
}

async function client(scene) {
  await onSession(scene, async (agent) => {
    const socket = await openWebSocket(scene, { path: "/graceful", agent });
    socket.send("go");
    await once(socket, "message");
    socket.close(1000, "then I go, too");
    await closed(socket);
  });
  await onSession(scene, async (agent) => {
    const socket = await openWebSocket(scene, { path: "/calm", agent });
    socket.on("error", ({ message }) => scene.log("error", { message }));
    socket.send("go");
    await closed(socket);
  });
  await onSession(scene, async (agent) => {
    const socket = await openWebSocket(scene, { path: "/first", agent });
    await failToOpen(scene, "/second", { agent });
    socket.send("go");
    await once(socket, "message");
    socket.close(1000);
    await closed(socket);
  });
  await breakProtocol(scene);
}

async function onSession({ log, ...scene }, use) {
  const session = await openSession(`http://${authority(scene)}`);
  session.on("error", ({ message }) => log("error", { message }));
  session.on("goaway", (error, last_stream, data) => log("goaway", { error, last_stream, debug: data?.toString() }));
  const over = new Promise((resolve) => session.on("close", resolve));
  await use(new Http2Agent(session));
  session.close();
  await over;
}

// An empty DATA frame on stream 0.
async function breakProtocol({ host, port }) {
  const preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
  const settings = Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0]);
  const data = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 0]);
  const socket = connectTcp(port, host);
  socket.write(Buffer.concat([Buffer.from(preface), settings, data]));
  socket.resume();
  await once(socket, "close");
}

export default {
  title: "HTTP/2 connections that end with GOAWAY while WebSockets are open on them",
  description: `
Four connections without TLS. On the first, node's server says GOAWAY with NO_ERROR, and the WebSocket goes on until its closing
handshake. On the second it says ENHANCE_YOUR_CALM with the debug data "too_many_pings", and the client gives up at once. On
the third it says that it looked after stream 1 only when a second WebSocket wants to open: the client fails that one by itself.
The last client, by hand, sends DATA on stream 0 and is told PROTOCOL_ERROR. The truth's \`goaway\` is what node's client says
of the frame.`,
  port: 3521,
  packages: ["ws"],
  server,
  client,
};
