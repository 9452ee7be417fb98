// WebSocket applications (package ws) that log what they get, on either side.
import { once } from "node:events";
import { WebSocket, WebSocketServer } from "ws";
import { authority } from "./http.js";
import { base64, payload } from "./truth.js";

export function logOpenAndClose(socket, log) {
  const opened = () => log("open", { protocol: socket.protocol, extensions: socket.extensions });
  if (socket.readyState === WebSocket.OPEN) opened();
  else socket.on("open", opened);
  socket.on("close", (code, reason) => log("close", { code, reason: reason.toString() }));
  return socket;
}

export function logSocket(socket, log, logMessage = logPlainly) {
  logOpenAndClose(socket, log);
  socket.on("message", (data, isBinary) => logMessage(log, data, isBinary));
  socket.on("ping", (data) => log("ping", { base64: base64(data) }));
  socket.on("pong", (data) => log("pong", { base64: base64(data) }));
  return socket;
}

export const logPlainly = (log, data, isBinary) =>
  log("message", { opcode: isBinary ? "binary" : "text", ...payload(data, isBinary) });

// Listens, logs every connection and hands it to `serve(socket, request)`; returns what stops the server.
export async function serveWebSockets({ host, port, log }, options, serve) {
  const server = new WebSocketServer({ host, port, ...options });
  server.on("connection", (socket, request) => serve(logSocket(socket, log), request));
  await once(server, "listening");
  return () => server.close();
}

// Connects and waits until the WebSocket is open.
export async function openWebSocket(scene, { path = "/", protocols = [], logMessage, ...options } = {}) {
  const socket = logSocket(new WebSocket(`ws://${authority(scene)}${path}`, protocols, options), scene.log, logMessage);
  await once(socket, "open");
  return socket;
}

// Sends one message in several frames; an entry that is a function runs between two of them.
export async function sendFragments(socket, parts, options = {}) {
  const last = parts.findLastIndex((part) => typeof part !== "function");
  for (const [i, part] of parts.entries()) {
    if (typeof part === "function") await part();
    else await new Promise((resolve) => socket.send(part, { ...options, fin: i === last }, resolve));
  }
}

// Settles when a message with exactly that text has come.
export function messageSaying(socket, text) {
  return new Promise((resolve) => socket.on("message", (data) => data.toString() === text && resolve()));
}

// For sessions that may end with an error, which once() would throw.
export const closed = (socket) => new Promise((resolve) => socket.on("close", resolve));

// A client whose connection is meant to fail, at once or later: logs how, returns when it is over.
export async function failToOpen(scene, path = "/", options = {}) {
  const socket = logSocket(new WebSocket(`ws://${authority(scene)}${path}`, [], options), scene.log);
  socket.on("error", ({ code, message }) => scene.log("error", { message: code ?? message }));
  await closed(socket);
}
