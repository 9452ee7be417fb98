import { createServer } from "node:http";
import { WebSocketServer } from "ws";
import { listen } from "../../lib/http.js";
import { logSocket } from "../../lib/websocket.js";
import { askRaw, exampleKey, message } from "../../lib/upgrades.js";

async function server(scene) {
  const http = createServer((request, response) => {
    scene.log("request", { method: request.method, target: request.url });
    response.writeHead(426, { Upgrade: "websocket", Connection: "close" }).end("Upgrade Required");
  });
  const sockets = new WebSocketServer({ noServer: true });
  http.on("upgrade", (request, tcp, head) => {
    scene.log("request", { method: request.method, target: request.url });
    sockets.handleUpgrade(request, tcp, head, (socket) => {
      socket.on("error", ({ message }) => scene.log("error", { message }));
      logSocket(socket, scene.log);
    });
  });
  await listen(http, scene);
  return () => http.close();
}

const usual = {
  Host: "lab.example",
  Upgrade: "websocket",
  Connection: "Upgrade",
  "Sec-WebSocket-Key": exampleKey,
  "Sec-WebSocket-Version": "13",
};

function upgrade(path, changes = {}, { method = "GET", version = "1.1", body = "" } = {}) {
  const headers = Object.entries({ ...usual, ...changes }).filter(([, value]) => value !== null);
  const lines = headers.flatMap(([name, value]) => [value].flat().map((one) => `${name}: ${one}`));
  return message([`${method} ${path} HTTP/${version}`, ...lines], body);
}

// A masked close frame with code 1000.
const goodbye = Buffer.from([0x88, 0x82, 1, 2, 3, 4, 0x03 ^ 1, 0xe8 ^ 2]);

async function client(scene) {
  const ask = (...request) => askRaw(scene, upgrade(...request));
  await ask("/post", { "Content-Length": "0" }, { method: "POST" });
  await ask("/body", { "Content-Length": "5" }, { body: "hello" });
  await ask("/no-connection", { Connection: "close" });
  await ask("/no-key", { "Sec-WebSocket-Key": null });
  await ask("/short-key", { "Sec-WebSocket-Key": "c2hvcnQ=" });
  await ask("/two-keys", { "Sec-WebSocket-Key": [exampleKey, exampleKey] });
  await ask("/no-version", { "Sec-WebSocket-Version": null });
  await ask("/version-8", { "Sec-WebSocket-Version": "8" });
  await ask("/version-7", { "Sec-WebSocket-Version": "7" });
  await ask("/draft-76", {
    "Sec-WebSocket-Key": null,
    "Sec-WebSocket-Version": null,
    "Sec-WebSocket-Key1": "4 @1  46546xW%0l 1 5",
    "Sec-WebSocket-Key2": "12998 5 Y3 1  .P00",
  });
  await ask("/stripped", { Upgrade: null, Connection: "close" });
  await ask("/http10", {}, { version: "1.0" });
  await askRaw(scene, upgrade("/null-origin", { Origin: "null" }), goodbye);
}

export default {
  title: "Invalid upgrade requests, and what a server with the package ws answers to each",
  description: `
Requests that no client library sends, one thing wrong in each, by path: method, body, Connection, Key, Version, the draft
of 2010 (hixie-76), an Upgrade header that is gone, HTTP/1.0. The answers are those of node's HTTP server and the package
ws. The last is right, from a page without an origin.`,
  port: 3402,
  packages: ["ws"],
  server,
  client,
};
