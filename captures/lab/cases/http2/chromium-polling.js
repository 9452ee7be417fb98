import { visitSecurely } from "../../lib/http2.js";
import { kitchenServer } from "../../lib/scenarios/kitchen.js";

const transports = ["polling"];

// Node says that an h2 request is closed before it says that its answer is finished. Engine.IO 6.6 waits for the latter if it
// compresses, and takes the former for a client that went away (http2/session-lost).
const finishInTime = (request, response, next) => {
  response.stream?.once("finish", () => response.emit("finish"));
  next();
};

export default {
  title: "Chromium with Socket.IO 4 on polling only, over HTTP/2",
  description: `
The conversation of http2/chromium on polling: each request is a stream of one h2 connection, a poll that waits and the POSTs
beside it. The server compresses answers from 256 bytes; binary data travels as base64.`,
  port: 3504,
  packages: ["socket.io-4", "socket.io-client-4", "playwright-core"],
  programs: ["chromium"],
  server: kitchenServer(
    { transports },
    { transports, httpCompression: { threshold: 256 } },
    { prepare: (io) => io.engine.use(finishInTime) },
  ),
  client: visitSecurely,
};
