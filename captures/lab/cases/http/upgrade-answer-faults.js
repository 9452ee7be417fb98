import { once } from "node:events";
import { request } from "node:http";
import { acceptFor, attempt, exampleKey, refusal, serveAnswers, switching } from "../../lib/upgrades.js";

// Everything that a 101 can have wrong, one thing at a path. The last is right, however it is written.
export const answers = {
  "/no-upgrade": (key) => switching(key, { Upgrade: null }),
  "/h2c": (key) => switching(key, { Upgrade: "h2c" }),
  "/no-connection": (key) => switching(key, { Connection: null }),
  "/connection-close": (key) => switching(key, { Connection: "close" }),
  "/no-accept": (key) => switching(key, { "Sec-WebSocket-Accept": null }),
  "/accept-of-nothing": (key) => switching(key, { "Sec-WebSocket-Accept": acceptFor("") }),
  "/accept-of-the-example": (key) => switching(key, { "Sec-WebSocket-Accept": acceptFor(exampleKey) }),
  "/accept-with-white-space": (key) => switching(key, { "Sec-WebSocket-Accept": acceptFor(`${key}\r\n`) }),
  "/two-accepts": (key) => switching(key, { "Sec-WebSocket-Accept": [acceptFor(key), acceptFor("")] }),
  "/http10": (key) => switching(key, {}, "HTTP/1.0 101 Switching Protocols"),
  "/subprotocol": (key) => switching(key, { "Sec-WebSocket-Protocol": "chat" }),
  "/subprotocol-case": (key) => switching(key, { "Sec-WebSocket-Protocol": "Chat" }),
  "/subprotocol-none": (key) => switching(key),
  "/subprotocols": (key) => switching(key, { "Sec-WebSocket-Protocol": "chat, superchat" }),
  "/extension": (key) => switching(key, { "Sec-WebSocket-Extensions": "x-own-compression" }),
  "/body": (key) => switching(key, { "Content-Length": "5" }),
  "/right": (key) => switching(key, { Upgrade: "WebSocket", Connection: "keep-alive, upgrade" }),
};
export const offers = { "/subprotocol-case": ["chat"], "/subprotocol-none": ["chat"], "/subprotocols": ["chat", "superchat"] };

const server = (scene) =>
  serveAnswers(scene, { ...answers, "/unasked": () => switching(exampleKey), "/": () => refusal("404 Not Found") });

async function client(scene) {
  for (const path of Object.keys(answers)) await attempt(scene, path, { protocols: offers[path] });
  await unasked(scene);
}

// A usual GET: node tells of the switch all the same.
async function unasked({ host, port, log }) {
  const message = request({ host, port, path: "/unasked" }).end();
  const [response, socket] = await once(message, "upgrade");
  log("switch", { status: response.statusCode });
  socket.destroy();
}

export default {
  title: "Invalid 101 responses, and how the package ws reacts to each",
  description: `
A handwritten server answers each upgrade with a 101 that has one thing wrong, by path: headers that are missing or say
something else, a Sec-WebSocket-Accept of another key, subprotocols and an extension that nobody offered. The client's
truth is the error of the package ws; where it logs an open, it did not mind. The last but one is right in an unusual
way of writing, and the last is a usual GET that nobody meant to be an upgrade.`,
  port: 3400,
  packages: ["ws"],
  server,
  client,
};
