import { createServer } from "node:http";
import { closePayload } from "../../lib/handmade.js";
import { visit } from "../../lib/chromium.js";
import { authority, listen, servePages } from "../../lib/http.js";
import { handmadeServer } from "../../lib/scenarios/conformance.js";

const pagePort = 3079;

const cases = [
  { name: "masked", send: [{ key: Buffer.from("5a5a5a5a", "hex"), payload: "hello" }] },
  { name: "2.5", send: [{ opcode: 9, payload: "p".repeat(126) }] },
  { name: "3.4", send: [{ rsv: 2, payload: "hello" }] },
  { name: "4.2.1", send: [{ opcode: 11 }] },
  { name: "5.9", send: [{ opcode: 0, payload: "continues nothing" }] },
  { name: "6.4.1", send: [[{ fin: false, payload: "ok " }], [{ fin: false, opcode: 0, payload: Buffer.from("f4908080", "hex") }]] },
  { name: "7.3.2", send: [{ opcode: 8, payload: "x" }] },
  { name: "7.9.5", send: [{ opcode: 8, payload: closePayload(1006) }] },
  { name: "garbage", accepts: "permessage-deflate", send: [{ rsv: 4, payload: "this was never compressed" }] },
  { name: "out-of-range", accepts: "permessage-deflate; server_max_window_bits=7", send: [] },
];

async function server(scene) {
  const pages = createServer(servePages({ "/": page }));
  await listen(pages, { host: scene.host, port: pagePort });
  const stop = await handmadeServer(cases)(scene);
  return () => {
    pages.close();
    stop();
  };
}

const client = (scene) => visit(`http://${authority({ ...scene, port: pagePort })}/`, scene.log);

// Runs in the browser.
function play(names, port) {
  const visitOne = (name) =>
    new Promise((resolve) => {
      const socket = new WebSocket(`ws://${location.hostname}:${port}/case/${name}`);
      socket.onopen = () => log("open", { protocol: socket.protocol, extensions: socket.extensions, path: `/case/${name}` });
      socket.onmessage = ({ data }) => log("message", { opcode: "text", text: data });
      socket.onclose = async ({ code, reason }) => {
        await log("close", { code, reason });
        resolve();
      };
    });
  names.reduce((before, name) => before.then(() => visitOne(name)), Promise.resolve()).then(finished);
}

const page =
  `<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,">` +
  `<script>(${play})(${JSON.stringify(cases.map(({ name }) => name))}, 3078)</script>`;

export default {
  title: "A server that violates the protocol, against Chromium: the page sees 1006, the capture shows why",
  description: `
A page opens one WebSocket after the other to a hand-written server that breaks one rule on each: a masked frame, a long ping, reserved
bits, a reserved opcode, a continuation of nothing, text that is not UTF-8 in the second of its frames, a close frame of one byte,
one with code 1006, data that is not compressed though it says so, a bad extension parameter. Chromium closes with a code; the
page is told 1006 all the same. The client's truth is the page's own log. The page comes from another port, which was not
recorded.`,
  port: 3078,
  packages: ["playwright-core"],
  programs: ["chromium"],
  server,
  client,
};
