// Requests by plain node HTTP: for what no Engine.IO client can be made to send.
import { once } from "node:events";
import { request } from "node:http";

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
