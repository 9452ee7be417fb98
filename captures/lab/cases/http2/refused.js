import { constants } from "node:http2";
import { serveAnswers, visitSecurely } from "../../lib/http2.js";
import { pageOf } from "../../lib/upgrades.js";

const refuse =
  (status, body = "", headers = {}) =>
  (stream) => {
    stream.respond({ ":status": status, ...headers });
    stream.end(body);
  };
const reset = (code) => (stream) => stream.close(code);

const answers = {
  "/bad": refuse(400, '{"code":0,"message":"Transport unknown"}', { "content-type": "application/json" }),
  "/secret": refuse(403, "not for you ✋"),
  "/nowhere": refuse(404),
  "/busy": refuse(503, "", { "retry-after": "120" }),
  "/moved": refuse(302, "", { location: "/elsewhere" }),
  "/nothing": refuse(204),
  "/cancelled": reset(constants.NGHTTP2_CANCEL),
  "/failed": reset(constants.NGHTTP2_INTERNAL_ERROR),
  "/refused": reset(constants.NGHTTP2_REFUSED_STREAM),
};

const page = pageOf(
  Object.keys(answers).map((path) => [path, []]),
  "wss",
);

export default {
  title: "Extended CONNECTs that an HTTP/2 server rejects: with a status, and with RST_STREAM",
  description: `
A page of Chromium tries one WebSocket after the other: 400, 403, 404, 503, a redirect, 204; then streams that the server
resets before any answer, with CANCEL, INTERNAL_ERROR and REFUSED_STREAM, which Chromium tries three times. The page sees
nothing but close code 1006; what Chromium writes to the console is in the truth as \`error\`.`,
  port: 3505,
  packages: ["playwright-core"],
  programs: ["chromium"],
  server: (scene) => serveAnswers(scene, page, answers),
  client: (scene) => visitSecurely(scene, { onConsole: (message) => scene.log("error", { message }) }),
};
