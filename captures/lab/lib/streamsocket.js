// A stream of HTTP/2 in the place of a TCP socket, for libraries that speak WebSocket on the latter.
import { constants } from "node:http2";
import { Duplex } from "node:stream";

// What is written first is the head of an HTTP/1.1 message: the class's writeHead(text, callback) makes headers of it.
export class StreamSocket extends Duplex {
  stream;
  #isPastHead = false;

  constructor(stream) {
    super();
    if (stream) this.attach(stream);
  }

  attach(stream) {
    this.stream = stream;
    stream.on("data", (chunk) => this.push(chunk) || stream.pause());
    stream.on("end", () => this.push(null));
    stream.on("error", (error) => this.destroy(error));
    stream.on("close", () => this.destroy());
  }

  get encrypted() {
    return Boolean(this.stream?.session?.encrypted);
  }
  get remoteAddress() {
    return this.stream?.session?.socket.remoteAddress;
  }
  setTimeout() {}
  setNoDelay() {}
  setKeepAlive() {}

  _read() {
    this.stream?.resume();
  }

  _write(chunk, encoding, callback) {
    this.#send(chunk, callback);
  }

  _writev(chunks, callback) {
    this.#send(Buffer.concat(chunks.map(({ chunk }) => chunk)), callback);
  }

  #send(data, callback) {
    if (this.#isPastHead) this.stream.write(data, callback);
    else this.writeHead(data.toString("latin1"), callback);
    this.#isPastHead = true;
  }

  _final(callback) {
    if (!this.stream.writableEnded) this.stream.end();
    callback();
  }

  // RST_STREAM and nothing before it. Node's own close() and destroy() end the stream first.
  reset(code) {
    const handle = Object.getOwnPropertySymbols(this.stream).find(({ description }) => description === "kHandle");
    this.stream[handle].rstStream(code);
  }

  _destroy(error, callback) {
    const { NGHTTP2_NO_ERROR, NGHTTP2_CANCEL } = constants;
    const { stream } = this;
    if (stream && !stream.closed) stream.close(stream.writableEnded ? NGHTTP2_NO_ERROR : NGHTTP2_CANCEL);
    callback(error);
  }
}

const ofConnection = ["connection", "upgrade", "host", "sec-websocket-accept", "sec-websocket-key"];

// The headers of lines, without those that only HTTP/1.1 has.
export function withoutConnection(lines) {
  const pairs = lines.map((line) => line.split(/: ?(.*)/)).map(([name, value]) => [name.toLowerCase(), value]);
  return Object.fromEntries(pairs.filter(([name]) => !ofConnection.includes(name)));
}
