// HTTP/2 servers whose WebSockets come by extended CONNECT (RFC 8441). Node's http2 knows no WebSockets: each such stream is
// handed on as the upgrade that the packages ws and engine.io know, by a request and a socket in the words of HTTP/1.1.
import { randomBytes } from "node:crypto";
import { constants, createSecureServer } from "node:http2";
import { Duplex } from "node:stream";
import { visit } from "./chromium.js";
import { authority, listen, servePages } from "./http.js";
import { certificate, keyLogFile } from "./tls.js";

// An https server for browsers with these pages, by h2 or HTTP/1.1 as the client likes.
export function createHttp2Server(pages, { settings, ...options } = {}) {
  const server = createSecureServer(
    { ...certificate("server"), allowHTTP1: true, settings: { enableConnectProtocol: true, ...settings }, ...options },
    servePages(pages),
  );
  return bridgeWebSockets(server);
}

// From now on the server has an event "upgrade" for every extended CONNECT.
export function bridgeWebSockets(server) {
  server.on("connect", ({ stream, headers }) => {
    const socket = new StreamSocket(stream);
    server.emit("upgrade", upgradeRequest(headers, socket), socket, Buffer.alloc(0));
  });
  return server;
}

// Answers each extended CONNECT with `answers[path](stream, scene)`, and serves a page of which each request is logged, too.
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

// A stream of HTTP/2 as a server's TCP socket, on which the head of an HTTP/1.1 answer is written first.
class StreamSocket extends Duplex {
  #stream;
  #status;

  constructor(stream) {
    super();
    this.#stream = stream;
    stream.on("data", (chunk) => this.push(chunk) || stream.pause());
    stream.on("end", () => this.push(null));
    stream.on("error", (error) => this.destroy(error));
    stream.on("close", () => this.destroy());
  }

  get encrypted() {
    return Boolean(this.#stream.session?.encrypted);
  }
  get remoteAddress() {
    return this.#stream.session?.socket.remoteAddress;
  }
  setTimeout() {}
  setNoDelay() {}
  setKeepAlive() {}

  _read() {
    this.#stream.resume();
  }

  _write(chunk, encoding, callback) {
    this.#send(chunk, callback);
  }

  _writev(chunks, callback) {
    this.#send(Buffer.concat(chunks.map(({ chunk }) => chunk)), callback);
  }

  #send(data, callback) {
    if (this.#status) this.#stream.write(data, callback);
    else this.#answer(data.toString("latin1"), callback);
  }

  // The whole head, and the whole body of a refusal, come in one piece.
  #answer(text, callback) {
    const [head, body] = text.split(/\r\n\r\n([^]*)/);
    const [line, ...fields] = head.split("\r\n");
    const status = Number(line.split(" ")[1]);
    this.#status = status === 101 ? 200 : status;
    this.#stream.respond({ ":status": this.#status, ...withoutConnection(fields) });
    if (this.#status === 200) callback();
    else this.#stream.end(Buffer.from(body, "latin1"), callback);
  }

  _final(callback) {
    if (!this.#stream.writableEnded) this.#stream.end();
    callback();
  }

  // RST_STREAM and nothing before it. Node's own close() and destroy() end the stream first.
  reset(code) {
    const handle = Object.getOwnPropertySymbols(this.#stream).find(({ description }) => description === "kHandle");
    this.#stream[handle].rstStream(code);
  }

  _destroy(error, callback) {
    const { NGHTTP2_NO_ERROR, NGHTTP2_CANCEL } = constants;
    if (!this.#stream.closed) this.#stream.close(this.#stream.writableEnded ? NGHTTP2_NO_ERROR : NGHTTP2_CANCEL);
    callback(error);
  }
}

const ofConnection = ["connection", "upgrade", "sec-websocket-accept"];

function withoutConnection(fields) {
  const pairs = fields.map((field) => field.split(/: ?(.*)/));
  return Object.fromEntries(pairs.filter(([name]) => !ofConnection.includes(name.toLowerCase())));
}
