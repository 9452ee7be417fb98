// Requests by plain node HTTP, and messages by plain WebSocket: for what no Engine.IO client can be made to send.
import { once } from "node:events";
import { request } from "node:http";
import { openWebSocket } from "./websocket.js";

export const enginePath = (query) => `/socket.io/?${new URLSearchParams(query)}`;

// Sends one request; logs and returns the answer. A body is sent as Engine.IO clients send theirs.
export async function ask({ host, port, log }, method, path, { body, ...options } = {}) {
  const headers = body === undefined ? {} : { "Content-Type": "text/plain;charset=UTF-8" };
  const message = request({ host, port, method, path, headers, ...options });
  message.end(body);
  const [response] = await once(message, "response");
  const text = Buffer.concat(await response.toArray()).toString();
  log("response", { status: response.statusCode, body: text });
  return { status: response.statusCode, text };
}

// Opens a session by polling and returns its sid.
export async function openSession(scene, query = {}) {
  const { text } = await ask(scene, "GET", enginePath({ EIO: "4", transport: "polling", ...query }));
  return JSON.parse(text.slice(1)).sid;
}

// A client of the package ws that speaks Engine.IO 4 and Socket.IO 4 by hand: joined to "/", with one event answered.
export async function joinByHand(scene) {
  const socket = await openWebSocket(scene, { path: enginePath({ EIO: "4", transport: "websocket" }) });
  const saying = (beginning) =>
    new Promise((resolve) => socket.on("message", (data) => data.toString().startsWith(beginning) && resolve()));
  const over = new Promise((resolve) => socket.on("close", resolve));
  socket.send("40");
  await saying("40");
  socket.send('420["work",3]');
  await saying("430");
  return { socket, over };
}
