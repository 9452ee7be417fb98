import { serveAnswers, visitSecurely } from "../../lib/http2.js";
import { logMaskedClose, pageOf } from "../../lib/upgrades.js";

const goodbye = Buffer.from([0x88, 0x02, 0x03, 0xe8]);

// Says goodbye when the client does.
const accept =
  (headers = {}, status = 200) =>
  (stream, scene) => {
    stream.respond({ ":status": status, ...headers });
    stream.once("data", (frame) => {
      logMaskedClose(scene, frame);
      stream.end(goodbye);
    });
  };

const answers = {
  "/plain": accept(),
  "/accept-key": accept({ "sec-websocket-accept": "bm90IHRoaXMgb25lLi4uLi4u" }),
  "/hints": (stream, scene) => {
    stream.additionalHeaders({ ":status": 103, link: "</style.css>; rel=preload" });
    accept()(stream, scene);
  },
  "/created": accept({}, 201),
  "/protocol": accept({ "sec-websocket-protocol": "chat" }),
  "/protocol-other": accept({ "sec-websocket-protocol": "talk" }),
  "/protocol-missing": accept(),
  "/extension": accept({ "sec-websocket-extensions": "x-own-compression" }),
  "/deflate-twice": accept({ "sec-websocket-extensions": "permessage-deflate, permessage-deflate" }),
  "/ended": (stream) => stream.respond({ ":status": 200 }, { endStream: true }),
};
const offers = { "/protocol": ["chat", "news"], "/protocol-other": ["chat"], "/protocol-missing": ["chat"] };

const page = pageOf(
  Object.keys(answers).map((path) => [path, offers[path] ?? []]),
  "wss",
);

export default {
  title: "Invalid responses to extended CONNECTs, and how Chromium reacts to each",
  description: `
What an HTTP/1.1 upgrade could have wrong, as far as HTTP/2 leaves it: subprotocols, extensions, the status. Chromium does not
mind a superfluous Sec-WebSocket-Accept. A 103 before the answer it takes for a breach of the protocol, and 201 for a refusal.
The last stream ends with its answer: to the page that is a WebSocket that opens and closes with 1006. What Chromium writes to
the console is in the truth as \`error\`.`,
  port: 3506,
  packages: ["playwright-core"],
  programs: ["chromium"],
  server: (scene) => serveAnswers(scene, page, answers),
  client: (scene) => visitSecurely(scene, { onConsole: (message) => scene.log("error", { message }) }),
};
