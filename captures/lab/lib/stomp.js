// STOMP on both sides: the client @stomp/stompjs in Node or in a browser, and the broker stomp-broker-js. What is logged comes
// from their callbacks.
import { createRequire } from "node:module";
import { createServer } from "node:http";
import * as stompjs from "@stomp/stompjs";
import { WebSocket } from "ws";
import { authority, listen } from "./http.js";
import { logOpenAndClose } from "./websocket.js";

const StompBroker = createRequire(import.meta.url)("stomp-broker-js");

export const guest = { login: "guest", passcode: "guest", host: "/" };

// A client in Node; see peer. `path` is where the server has its WebSocket, `protocols` what is offered if not the versions'
// own.
export function stompClient(scene, { path = "/ws", protocols, log = scene.log, ...options } = {}) {
  const open = (ofVersions) =>
    new WebSocket(`ws://${authority(scene)}${path}`, protocols ?? ofVersions, { perMessageDeflate: false });
  return peer(stompjs, open, log, { connectHeaders: guest, ...options });
}

// A client that logs what it sends and what it gets. Runs in a browser as well, and knows nothing outside of itself. Returns
//   client                     the library's own, already connecting
//   take(command)              settles with the next frame of that kind that was not taken yet
//   subscribe(to, headers)
//   sendRaw(data)              past the library
//   over                       settles when the WebSocket is closed
// Each frame is { command, headers, body? or body_base64? }, and no body where it is empty.
export function peer({ Client, FrameImpl, Versions }, openSocket, log, { versions = ["1.2", "1.1", "1.0"], ...options } = {}) {
  const stompVersions = new Versions(versions);
  const arrived = [];
  const awaited = [];
  // Whether the WebSocket's message began with what comes next: an end of line after a frame is no heart-beat, though the
  // library says so.
  let begins = false;
  let closed;
  const over = new Promise((resolve) => (closed = resolve));

  const bodyOf = (bytes) => {
    if (bytes.length === 0) return {};
    try {
      return { body: new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes) };
    } catch {
      return { body_base64: btoa(String.fromCharCode(...bytes)) };
    }
  };
  const describe = ({ command, headers, binaryBody }) => ({ command, headers: { ...headers }, ...bodyOf(binaryBody) });

  const received = (frame) => {
    begins = false;
    log("stomp", describe(frame));
    const i = awaited.findIndex(({ command }) => command === frame.command);
    if (i < 0) arrived.push(frame);
    else awaited.splice(i, 1)[0].resolve(frame);
  };
  const take = (command) => {
    const i = arrived.findIndex((frame) => frame.command === command);
    if (i >= 0) return Promise.resolve(arrived.splice(i, 1)[0]);
    return new Promise((resolve) => awaited.push({ command, resolve }));
  };
  // The content-length that the library adds is part of what it sends.
  const sent = (parameters) => {
    const frame = new FrameImpl(parameters);
    const counted = frame.isBinaryBody || (frame.bodyLength() > 0 && !parameters.skipContentLengthHeader);
    const headers = { ...frame.headers, ...(counted && { "content-length": String(frame.bodyLength()) }) };
    log("stomp-sent", describe({ command: frame.command, headers, binaryBody: frame.binaryBody ?? new Uint8Array() }));
  };
  const logSending = (handler) => {
    const transmit = handler._transmit.bind(handler);
    handler._transmit = (parameters) => {
      sent(parameters);
      transmit(parameters);
    };
  };

  const client = new Client({
    reconnectDelay: 0,
    heartbeatIncoming: 0,
    heartbeatOutgoing: 0,
    stompVersions,
    webSocketFactory() {
      const socket = openSocket(stompVersions.protocolVersions());
      socket.addEventListener("open", () => {
        log("open", { protocol: socket.protocol, extensions: socket.extensions });
        logSending(client._stompHandler);
      });
      socket.addEventListener("message", () => (begins = true));
      socket.addEventListener("close", async ({ code, reason }) => {
        await log("close", { code, reason });
        closed();
      });
      return socket;
    },
    onConnect: received,
    onDisconnect: received,
    onStompError: received,
    onUnhandledMessage: received,
    onUnhandledReceipt: received,
    onUnhandledFrame: received,
    onHeartbeatReceived: () => begins && log("stomp-heart-beat"),
    onHeartbeatLost: () => log("stomp-heart-beat-lost"),
    ...options,
  });
  client.activate();
  return {
    client,
    take,
    over,
    subscribe: (destination, headers) => client.subscribe(destination, received, headers),
    sendRaw(data) {
      log("stomp-sent-raw", { text: data });
      client.webSocket.send(data);
    },
  };
}

// DISCONNECT with a receipt, as the library does it.
export async function leave({ client, over }) {
  client.deactivate();
  await over;
}

// Closes the WebSocket without DISCONNECT, after a while.
export async function giveUp({ client, over }, afterMs) {
  const timer = setTimeout(() => client.forceDisconnect(), afterMs);
  await over;
  clearTimeout(timer);
}

// The broker in Node. It has a handler for the first ones, and ignores the others. `alone`: there is one client only.
const handled = ["CONNECT", "SUBSCRIBE", "UNSUBSCRIBE", "SEND", "DISCONNECT"];
const deaf = ["ACK", "NACK", "BEGIN", "COMMIT", "ABORT"];

export const stompBroker = ({ alone = false, ...options } = {}) =>
  async function server(scene) {
    const http = createServer();
    const logs = new Map();
    const logOf = (socket) => {
      if (!logs.has(socket)) logs.set(socket, alone ? scene.log : scene.log.of(logs.size + 1));
      return logs.get(socket);
    };
    let speaking;
    const debug = (said) => said === "PONG" && logOf(speaking)("stomp-heart-beat");
    const broker = new StompBroker({ server: http, path: "/ws", debug, ...options });
    const { parseRequest } = broker;
    broker.parseRequest = (socket, data) => parseRequest.call(broker, (speaking = socket), data);
    broker.socket.on("connection", (socket) => logOpenAndClose(socket, logOf(socket)));
    for (const command of [...handled, ...deaf]) {
      const handle = broker.frameHandler[command];
      broker.frameHandler[command] = (socket, frame) => {
        const { bytes_message: _, ...headers } = frame.headers;
        logOf(socket)("stomp", { command, headers, ...bodyText(frame.body) });
        return handle?.(socket, frame);
      };
    }
    await listen(http, scene);
    return () => http.close();
  };

// The broker gives JSON as the value.
const bodyText = (body) => (body ? { body: typeof body === "string" ? body : JSON.stringify(body) } : {});
