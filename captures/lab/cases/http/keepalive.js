import { once } from "node:events";
import { Agent, createServer, request } from "node:http";
import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { deflateSync, gunzipSync, gzipSync, inflateSync } from "node:zlib";
import { listen } from "../../lib/http.js";

const poem = "Über allen Gipfeln ist Ruh, in allen Wipfeln spürest du kaum einen Hauch. ".repeat(20);

const routes = {
  "/plain": (response) => response.end("plain text ✓\n"),
  "/empty": (response) => response.writeHead(204).end(),
  "/cached": (response) => response.writeHead(304, { ETag: '"v1"' }).end(),
  "/gzip": (response) => response.writeHead(200, { "Content-Encoding": "gzip" }).end(gzipSync(poem)),
  "/deflate": (response) => response.setHeader("Content-Encoding", "deflate").end(deflateSync(poem)),
  "/hints": (response) => {
    response.writeEarlyHints({ link: "</style.css>; rel=preload" });
    response.end("with a hint before");
  },
  "/chunked": async (response) => {
    response.setHeader("Trailer", "X-Parts");
    for (const part of ["first ", "second ", poem]) {
      response.write(part);
      await sleep(20);
    }
    response.addTrailers({ "X-Parts": "3" });
    response.end();
  },
  "/stream": (response) => {
    response.write("until the end ");
    response.end("of the connection");
  },
  "/upload": (response, body) => response.end(`${body.length} bytes`),
};

async function server(scene) {
  const http = createServer(async (message, response) => {
    const body = Buffer.concat(await message.toArray());
    scene.log("request", { method: message.method, target: message.url, bytes: body.length });
    routes[message.url](response, body);
  });
  await listen(http, scene);
  return () => http.close();
}

async function client(scene) {
  await keepAlive(scene);
  await raw(scene, [
    get("/plain"),
    get("/plain", "HEAD"),
    get("/empty"),
    get("/plain", "GET", "Connection: close\r\n"),
  ]);
  await raw(scene, ["GET /stream HTTP/1.0\r\n\r\n"]);
}

// One after the other, as far as node's agent keeps the connection.
async function keepAlive(scene) {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const ask = (path, method, headers, parts) => fetchLogged(scene, { agent, path, method, headers }, parts);
  for (const path of ["/plain", "/empty", "/cached", "/gzip", "/deflate", "/hints", "/chunked"]) await ask(path, "GET");
  await ask("/plain", "HEAD");
  await ask("/upload", "POST", { "Content-Length": 11 }, ["hello world"]);
  await ask("/upload", "POST", {}, ["in three ", "chunks ", "✓"]);
  await ask("/upload", "POST", { Expect: "100-continue", "Content-Length": 5 }, ["after"]);
  agent.destroy();
}

async function fetchLogged({ host, port, log }, options, parts = []) {
  const message = request({ host, port, ...options });
  const answered = once(message, "response");
  message.on("information", ({ statusCode }) => log("response", { status: statusCode, bytes: 0 }));
  if (options.headers?.Expect) await once(message, "continue");
  for (const part of parts) message.write(part);
  message.end();

  const [response] = await answered;
  const body = Buffer.concat(await response.toArray());
  log("response", { status: response.statusCode, bytes: decoded(body, response.headers["content-encoding"]).length });
}

const decoded = (body, coding) =>
  coding === "gzip" ? gunzipSync(body) : coding === "deflate" ? inflateSync(body) : body;

const get = (path, method = "GET", more = "") => `${method} ${path} HTTP/1.1\r\nHost: lab.example\r\n${more}\r\n`;

// Writes all requests at once and reads until the server closes; for answers that are neither coded nor in chunks.
async function raw({ host, port, log }, requests) {
  const socket = connect(port, host);
  socket.write(requests.join(""));
  const answer = Buffer.concat(await socket.toArray()).toString("latin1");
  for (const response of answer.split(/(?=HTTP\/1\.1 \d)/)) {
    const [head, body] = response.split(/\r\n\r\n([^]*)/);
    log("response", { status: Number(head.split(" ")[1]), bytes: body.length });
  }
}

export default {
  title: "HTTP/1.1: keep-alive, pipelining, chunks and trailers, content codings, HEAD, 204, 304, 100 and 103",
  description: `
Four connections. One is kept alive for plain, 204, 304, gzip in chunks, deflate with a length, a 103 before the
answer, chunks with a trailer, and HEAD, whose answer names no length: node's agent gives the connection up there. The
next is kept alive for a POST with a length, a POST in chunks and a POST after 100 Continue. On the third, four
requests are pipelined in one segment, a HEAD among them. The last is an HTTP/1.0 request whose answer ends with the
connection.`,
  port: 3030,
  packages: [],
  server,
  client,
};
