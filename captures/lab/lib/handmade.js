// A WebSocket endpoint written by hand on a plain socket: for what no library can be made to send, and to see what a
// library then does. It logs what it gets in the words of websocket.js.
import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import { connect, createServer } from "node:net";
import { inflateRawSync, constants } from "node:zlib";
import { listen } from "./http.js";
import { base64, payload } from "./truth.js";

const guid = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
const noStatus = 1005;
const abnormal = 1006;

// One frame. `rsv` is RSV1 to RSV3 as a number, `bytes` forces 2 or 8 bytes of length, `claims` a length that is not so.
export function frame({ fin = true, rsv = 0, opcode = 1, payload = "", key, bytes, claims }) {
  const data = Buffer.from(payload);
  const length = BigInt(claims ?? data.length);
  const size = bytes ?? (length < 126n ? 0 : length < 65536n ? 2 : 8);
  const head = Buffer.alloc(2 + size);
  head[0] = (fin ? 0x80 : 0) | (rsv << 4) | opcode;
  head[1] = (key ? 0x80 : 0) | (size === 0 ? Number(length) : size === 2 ? 126 : 127);
  if (size === 2) head.writeUInt16BE(Number(length), 2);
  if (size === 8) head.writeBigUInt64BE(length, 2);
  if (!key) return Buffer.concat([head, data]);
  return Buffer.concat([head, key, data.map((byte, i) => byte ^ key[i % 4])]);
}

export const closePayload = (code, reason = "") =>
  Buffer.concat([Buffer.from([code >> 8, code & 255]), Buffer.from(reason)]);

// What follows the two heads of an upgrade.
class Handmade {
  constructor(socket, log, { masks, answers = true, answerWith, ends = true, resets = false }) {
    Object.assign(this, { socket, log, masks, answers, answerWith, ends, resets });
    this.rest = Buffer.alloc(0);
    this.parts = [];
    this.heard = 0;
    this.waiting = [];
    this.closed = { code: abnormal, reason: "" };
    // A reset, or a write after the end, is the other side's right.
    socket.on("error", () => {});
    this.over = new Promise((resolve) => socket.on("close", resolve)).then(() => {
      this.log("close", this.closed);
      for (const { resolve } of this.waiting) resolve();
    });
  }

  // In one write. An object becomes a frame, masked by a client unless it says otherwise; bytes go out as they are.
  send(...frames) {
    const key = () => (this.masks ? randomBytes(4) : undefined);
    this.closing ||= frames.some(({ opcode }) => opcode === 8);
    const bytes = frames.map((each) => (Buffer.isBuffer(each) ? each : frame({ key: key(), ...each })));
    return new Promise((resolve) => this.socket.write(Buffer.concat(bytes), resolve));
  }
  close(code, reason) {
    return this.send({ opcode: 8, payload: code ? closePayload(code, reason) : "" });
  }
  // Settles when that many messages and pongs have come, or the connection is over.
  answered(count) {
    return new Promise((resolve) => {
      if (this.heard >= count) resolve();
      else this.waiting.push({ count, resolve });
    });
  }

  feed(bytes) {
    this.rest = Buffer.concat([this.rest, bytes]);
    while (this.take());
  }
  take() {
    if (this.rest.length < 2) return false;
    const short = this.rest[1] & 127;
    const size = short === 126 ? 2 : short === 127 ? 8 : 0;
    const masked = this.rest[1] & 128;
    const begin = 2 + size + (masked ? 4 : 0);
    if (this.rest.length < begin) return false;
    const length = size === 0 ? short : size === 2 ? this.rest.readUInt16BE(2) : Number(this.rest.readBigUInt64BE(2));
    if (this.rest.length < begin + length) return false;
    const key = this.rest.subarray(begin - 4, begin);
    const data = this.rest.subarray(begin, begin + length).map((byte, i) => (masked ? byte ^ key[i % 4] : byte));
    const flags = this.rest[0];
    this.rest = this.rest.subarray(begin + length);
    this.on(flags, Buffer.from(data));
    return true;
  }
  on(flags, data) {
    const opcode = flags & 15;
    if (opcode === 8) return this.onClose(data);
    if (opcode === 9) return this.log("ping", { base64: base64(data) });
    if (opcode === 10) {
      this.log("pong", { base64: base64(data) });
      return this.count();
    }
    if (opcode !== 0) this.first = { binary: opcode === 2, compressed: flags & 0x40 };
    this.parts.push(data);
    if (!(flags & 0x80)) return;
    const joined = Buffer.concat(this.parts.splice(0));
    const whole = this.first.compressed ? inflated(joined) : joined;
    this.log("message", { opcode: this.first.binary ? "binary" : "text", ...payload(whole, this.first.binary) });
    this.count();
  }
  onClose(data) {
    if (this.closed.code === abnormal)
      this.closed = { code: data.length >= 2 ? data.readUInt16BE(0) : noStatus, reason: data.subarray(2).toString() };
    if (this.resets) return this.socket.resetAndDestroy();
    const answer = this.answerWith ? closePayload(this.answerWith) : data;
    // Who fails the connection reads no further.
    const failed = [1002, 1003, 1007].includes(this.closed.code);
    if (!this.closing && this.answers && !failed) this.send({ opcode: 8, payload: answer });
    if (this.ends) this.socket.end();
  }
  count() {
    this.heard += 1;
    for (const { count, resolve } of this.waiting) if (this.heard >= count) resolve();
  }
}

// One message that stands for itself.
const inflated = (data) =>
  inflateRawSync(Buffer.concat([data, Buffer.from([0, 0, 255, 255])]), { finishFlush: constants.Z_SYNC_FLUSH });

// Reads up to the end of an HTTP head; gives what follows it to `feed` of what `open` returns.
function onHead(socket, open) {
  let bytes = Buffer.alloc(0);
  let peer;
  socket.on("data", (data) => {
    if (peer) return peer.feed(data);
    bytes = Buffer.concat([bytes, data]);
    const end = bytes.indexOf("\r\n\r\n");
    if (end < 0) return;
    peer = open(bytes.subarray(0, end).toString());
    peer.feed(bytes.subarray(end + 4));
  });
}

const header = (head, name) =>
  head
    .split("\r\n")
    .find((line) => line.toLowerCase().startsWith(`${name}:`))
    ?.slice(name.length + 1)
    .trim() ?? "";

// A client: connects, upgrades, and returns the endpoint. `offers` is Sec-WebSocket-Extensions.
export async function connectByHand({ host, port, log }, path, { offers, ...options } = {}) {
  const socket = connect({ host, port });
  await once(socket, "connect");
  const opened = new Promise((resolve, reject) => {
    socket.on("error", (error) => reject(new Error(`${path}: ${error.message}`)));
    socket.on("close", () => reject(new Error(`${path}: closed before it was open`)));
    onHead(socket, (head) => {
      const extensions = header(head, "sec-websocket-extensions");
      log("open", { protocol: "", extensions, path });
      const peer = new Handmade(socket, log, { masks: true, ...options });
      resolve(peer);
      return peer;
    });
  });
  socket.write(
    `GET ${path} HTTP/1.1\r\nHost: ${host}:${port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
      `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${randomBytes(16).toString("base64")}\r\n` +
      `${offers ? `Sec-WebSocket-Extensions: ${offers}\r\n` : ""}\r\n`,
  );
  return opened;
}

// A server: answers every upgrade and hands the endpoint to `serve(peer, path)`. `accepts(path)` is what it answers as
// Sec-WebSocket-Extensions.
export async function serveByHand(scene, serve, { accepts = () => "", options = () => ({}) } = {}) {
  const tcp = createServer({ allowHalfOpen: true }, (socket) => {
    socket.on("end", () => socket.end());
    onHead(socket, (head) => {
      const path = head.split(" ")[1];
      const extensions = accepts(path);
      const accept = createHash("sha1")
        .update(header(head, "sec-websocket-key") + guid)
        .digest("base64");
      scene.log("open", { protocol: "", extensions, path });
      const peer = new Handmade(socket, scene.log, { masks: false, ...options(path) });
      socket.write(
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
          `Sec-WebSocket-Accept: ${accept}\r\n` +
          `${extensions ? `Sec-WebSocket-Extensions: ${extensions}\r\n` : ""}\r\n`,
      );
      serve(peer, path);
      return peer;
    });
  });
  await listen(tcp, scene);
  return () => tcp.close();
}
