import { visitSecurely } from "../../lib/http2.js";
import { kitchenServer } from "../../lib/scenarios/kitchen.js";
import { watchEngine } from "../../lib/trouble.js";

const transports = ["polling"];

export default {
  title: "Socket.IO 4 on polling over HTTP/2: the server loses a session because of its own compressed response",
  description: `
An answer is longer than the 256 bytes from which this server compresses. Node says of an h2 request that it is closed before it
says that its answer is finished; Engine.IO 6.6 takes that for a client that went away, and throws the session out, although
the client has its answer. The next requests get 400, "Session ID unknown". The page gives up then.`,
  port: 3525,
  packages: ["socket.io-4", "socket.io-client-4", "playwright-core"],
  programs: ["chromium"],
  server: kitchenServer(
    { transports, reconnection: false },
    { transports, httpCompression: { threshold: 256 } },
    { prepare: (io, http, { log }) => watchEngine(io.engine, log) },
  ),
  client: visitSecurely,
};
