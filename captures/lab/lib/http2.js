// HTTP/2 servers whose WebSockets come by extended CONNECT (RFC 8441). Node's http2 knows no WebSockets: each such stream
// is handed on as the upgrade that the packages ws and engine.io know, by a request and a socket in the words of HTTP/1.1.
import { randomBytes } from "node:crypto";
import { createSecureServer, createServer } from "node:http2";
import { visit } from "./chromium.js";
import { authority, listen, servePages } from "./http.js";
import { StreamSocket, withoutConnection } from "./streamsocket.js";
import { certificate, keyLogFile } from "./tls.js";

// An https server for browsers with these pages, by h2 or HTTP/1.1 as the client likes.
export function createHttp2Server(pages, { settings, ...options } = {}) {
  const server = createSecureServer(
    { ...certificate("server"), allowHTTP1: true, settings: { enableConnectProtocol: true, ...settings }, ...options },
    servePages(pages),
  );
  return bridgeWebSockets(server);
}

// A server for clients that know by themselves that it speaks HTTP/2. It has nothing but WebSockets.
export function createCleartextServer({ settings, ...options } = {}) {
  const allowing = { settings: { enableConnectProtocol: true, ...settings }, ...options };
  return bridgeWebSockets(createServer(allowing, (request, response) => response.writeHead(404).end()));
}

// From now on the server has an event "upgrade" for every extended CONNECT.
function bridgeWebSockets(server) {
  server.on("connect", ({ stream, headers }) => {
    const socket = new AnsweringSocket(stream);
    server.emit("upgrade", upgradeRequest(headers, socket), socket, Buffer.alloc(0));
  });
  return server;
}

// Answers each extended CONNECT with `answers[path](stream, scene)`, and serves a page; logs the requests for either.
export async function serveAnswers(scene, page, answers) {
  const server = createSecureServer({ ...certificate("server"), settings: { enableConnectProtocol: true } });
  const pages = servePages({ "/": page });
  const logged = ({ method, url }) => scene.log("request", { method, target: url });
  server.on("request", (request, response) => {
    logged(request);
    pages(request, response);
  });
  server.on("connect", (request) => {
    logged(request);
    request.stream.on("error", () => {});
    answers[request.url](request.stream, scene);
  });
  await listen(server, scene);
  return () => server.close();
}

// Chromium at such a server; its keys are written down beside the capture.
export function visitSecurely(scene, options = {}) {
  process.env.SSLKEYLOGFILE = keyLogFile(scene);
  return visit(`https://${authority(scene)}/`, scene.log, { ...options, args: ["--ignore-certificate-errors"] });
}

function upgradeRequest(headers, socket) {
  return {
    method: "GET",
    url: headers[":path"],
    httpVersion: "1.1",
    headers: {
      ...Object.fromEntries(Object.entries(headers).filter(([name]) => !name.startsWith(":"))),
      host: headers[":authority"],
      connection: "Upgrade",
      upgrade: headers[":protocol"],
      "sec-websocket-key": randomBytes(16).toString("base64"),
    },
    socket,
    connection: socket,
  };
}

// A server's end, on which the head of an HTTP/1.1 answer is written first.
class AnsweringSocket extends StreamSocket {
  // The whole head, and the whole body of a refusal, come in one piece.
  writeHead(text, callback) {
    const [head, body] = text.split(/\r\n\r\n([^]*)/);
    const [line, ...fields] = head.split("\r\n");
    const status = Number(line.split(" ")[1]);
    const opens = status === 101;
    this.stream.respond({ ":status": opens ? 200 : status, ...withoutConnection(fields) });
    if (opens) callback();
    else this.stream.end(Buffer.from(body, "latin1"), callback);
  }
}
