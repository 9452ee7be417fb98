import { createServer } from "node:http";
import WebSocket from "faye-websocket";
import { handmadeClient } from "../../lib/scenarios/conformance.js";
import { base64 } from "../../lib/truth.js";
import { listen } from "../../lib/http.js";

const maxLength = 1000;

const cases = [
  { name: "1.1.2", send: [{ payload: "hello" }], answers: 1 },
  { name: "2.5", send: [{ opcode: 9, payload: "p".repeat(126) }] },
  { name: "3.1", send: [{ rsv: 1, payload: "hello" }] },
  { name: "4.1.1", send: [{ opcode: 3 }] },
  { name: "5.1", send: [{ fin: false, opcode: 9, payload: "half a ping" }] },
  { name: "5.9", send: [{ opcode: 0, payload: "continues nothing" }] },
  { name: "5.18", send: [{ fin: false, payload: "one" }, { payload: "two" }] },
  { name: "6.12.1", send: [{ payload: Buffer.from([0x80]) }] },
  { name: "unmasked", send: [{ key: undefined, payload: "hello" }] },
  { name: "too-big", send: [{ payload: "long ".repeat(300) }] },
  { name: "bad-offer", offers: "permessage-deflate; server_max_window_bits=7", send: [{ payload: "hello" }], answers: 1 },
];

async function server(scene) {
  const http = createServer();
  http.on("upgrade", (request, tcp, head) => serve(new WebSocket(request, tcp, head, [], { maxLength }), scene.log));
  await listen(http, scene);
  return () => http.close();
}

function serve(socket, log) {
  log("open", { protocol: socket.protocol, extensions: "" });
  socket.on("message", ({ data }) => {
    if (typeof data === "string") log("message", { opcode: "text", text: data });
    else log("message", { opcode: "binary", base64: base64(data) });
    socket.send(data);
  });
  socket.on("error", ({ message }) => log("error", { message }));
  // Its own code when it was the one who complained.
  socket.on("close", ({ code, reason }) => log(code < 1002 ? "close" : "failed", { code, reason }));
}

export default {
  title: "The same violations against another library: faye-websocket names them in its close reasons",
  description: `
A hand-written client and an echo server of faye-websocket, which is behind webpack-dev-server and SockJS. It closes with a reason in
words; a frame that is not masked gets 1003, and a message over its limit of 1000 bytes 1009. The last client offers
permessage-deflate with a parameter that is not allowed, and the server declines. The library reports its own code to the
application when it was the one who complained (\`failed\` in the truth).`,
  port: 3077,
  packages: ["faye-websocket", "websocket-driver"],
  server,
  client: handmadeClient(cases),
};
