// WebSocket upgrades that go wrong: handwritten answers by path, clients that log what becomes of them, raw requests.
import { createHash } from "node:crypto";
import { once } from "node:events";
import { connect, createServer } from "node:net";
import { WebSocket } from "ws";
import { authority, listen } from "./http.js";
import { closed } from "./websocket.js";

const guid = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

export const acceptFor = (key) => createHash("sha1").update(`${key}${guid}`).digest("base64");

// RFC 6455 1.3.
export const exampleKey = "dGhlIHNhbXBsZSBub25jZQ==";

// The lines of an answer, or of a request, as it goes onto the wire.
export const message = (lines, body = "") => `${lines.join("\r\n")}\r\n\r\n${body}`;

// A 101 as it should be, for a client's key; `changes` replaces lines by name or, with null, leaves them out.
export function switching(key, changes = {}, start = "HTTP/1.1 101 Switching Protocols") {
  const headers = { Upgrade: "websocket", Connection: "Upgrade", "Sec-WebSocket-Accept": acceptFor(key), ...changes };
  const lines = Object.entries(headers).filter(([, value]) => value !== null);
  return message([start, ...lines.flatMap(([name, value]) => [value].flat().map((one) => `${name}: ${one}`))]);
}

export const refusal = (status, headers = [], body = "") =>
  message([`HTTP/1.1 ${status}`, ...headers, `Content-Length: ${Buffer.byteLength(body)}`, "Connection: close"], body);

// Answers each request with `answers[path](key)`. Another status than 101 ends the connection.
export async function serveAnswers(scene, answers) {
  const tcp = createServer((socket) => {
    socket.on("error", () => {});
    socket.once("data", (data) => {
      const head = data.toString("latin1");
      const [, method, target] = head.match(/^(\S+) (\S+)/);
      const key = head.match(/^sec-websocket-key: *(\S+)/im)?.[1] ?? "";
      scene.log("request", { method, target });
      const answer = answers[target](key);
      if (!/^HTTP\/1\.\d 101/.test(answer)) return socket.end(answer);
      socket.write(answer);
      // A client that does not mind says goodbye with a close frame.
      socket.once("data", (frame) => {
        logMaskedClose(scene, frame);
        socket.end(Buffer.from([0x88, 0x02, 0x03, 0xe8]));
      });
    });
  });
  await listen(tcp, scene);
  return () => tcp.close();
}

// A client of the package ws that logs what becomes of it; `options` are its own. Of an answer that is no 101 it knows the
// status: that is logged as such, unless `both` sides of a proxy are recorded, where it would stand for two.
export async function attempt(scene, path, { protocols = [], both = false, ...options } = {}) {
  const socket = new WebSocket(`ws://${authority(scene)}${path}`, protocols, options);
  socket.on("open", () => {
    scene.log("open", { protocol: socket.protocol, extensions: socket.extensions });
    socket.close(1000);
  });
  socket.on("error", (error) => {
    const status = error.message.match(/^Unexpected server response: ([2-9]\d+)/)?.[1];
    if (status && !both) scene.log("response", { status: Number(status) });
    else scene.log("error", { message: error.code === "ECONNRESET" ? error.code : error.message });
  });
  socket.on("close", (code, reason) => scene.log("close", { code, reason: reason.toString() }));
  await closed(socket);
}

// Sends a request as it stands and logs the answer's status; `more` is sent when it has come. After a 101 the first frame
// that comes is a close frame, if any comes at all.
export async function askRaw(scene, text, more) {
  const socket = connect(scene.port, scene.host);
  socket.on("error", () => {});
  socket.write(text);
  const [data] = await once(socket, "data");
  const [head] = data.toString("latin1").split("\r\n\r\n");
  const status = Number(head.split(" ")[1]);
  scene.log("response", { status });
  if (status === 101) scene.log("open", { protocol: "", extensions: "" });
  socket.end(more);
  const frames = Buffer.concat([data.subarray(head.length + 4), ...(await socket.toArray())]);
  if (status === 101 && frames.length > 0) logClose(scene, frames);
}

// A close frame with a code and nothing more.
function logClose(scene, frame) {
  if (frame[0] !== 0x88 || frame[1] !== 2) throw new Error("this is no close frame");
  scene.log("close", { code: frame.readUInt16BE(2), reason: "" });
}

// The same from a client.
export const logMaskedClose = (scene, frame) =>
  logClose(scene, Buffer.from([frame[0], frame[1] & 0x7f, frame[6] ^ frame[2], frame[7] ^ frame[3]]));

// Runs in the browser: a WebSocket at each path in turn. Chromium says why one failed on its console only.
export const pageOf = (attempts, scheme = "ws") => `<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><script>
(async () => {
  for (const [path, protocols] of ${JSON.stringify(attempts)}) {
    await new Promise((resolve) => {
      const socket = new WebSocket("${scheme}://" + location.host + path, protocols);
      socket.onopen = () => {
        log("open", { protocol: socket.protocol, extensions: socket.extensions });
        socket.close(1000);
      };
      socket.onclose = async ({ code, reason }) => {
        await log("close", { code, reason });
        resolve();
      };
    });
  }
  finished();
})();
</script>`;
