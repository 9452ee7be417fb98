import { constants, deflateRawSync } from "node:zlib";
import { handmadeClient, wsServer } from "../../lib/scenarios/conformance.js";

const rsv1 = 4;
const tail = 4; // 00 00 FF FF
const packed = (text, options = {}) => deflateRawSync(text, { finishFlush: constants.Z_SYNC_FLUSH, ...options });
const cut = (bytes) => bytes.subarray(0, bytes.length - tail);
const message = (payload, more = {}) => ({ rsv: rsv1, payload, ...more });

// Letters that do not repeat.
let state = 1;
const letter = () => String.fromCharCode(33 + ((state = (state * 48271) % 2147483647) % 90));
const page = Array.from({ length: 700 }, letter).join("");
const again = packed(page.slice(0, 80), { dictionary: Buffer.from(page) });
const offers = "permessage-deflate; client_max_window_bits";

const cases = [
  { name: "12.1", offers, send: [message(cut(packed("good ".repeat(20))))], answers: 1 },
  { name: "control-frame", offers, send: [message(cut(packed("ping")), { opcode: 9 })] },
  {
    name: "rsv1-on-continuation",
    offers,
    send: [message(cut(packed("first half")), { fin: false }), message("", { opcode: 0 })],
  },
  { name: "garbage", offers, send: [message(Buffer.from("this was never compressed"))] },
  { name: "not-utf8", offers, send: [message(cut(packed(Buffer.from("6f6b20ff", "hex"))))] },
  { name: "not-cut", offers, send: [message(packed("not cut off")), message(cut(packed("next")))] },
  { name: "window", offers, send: [message(cut(packed(page))), message(cut(again))] },
  {
    name: "takeover",
    offers: "permessage-deflate; client_no_context_takeover",
    send: [message(cut(packed(page))), message(cut(again))],
  },
];

const options = (path) => ({
  perMessageDeflate:
    path === "/case/window"
      ? { threshold: 0, clientMaxWindowBits: 9 }
      : { threshold: 0, serverNoContextTakeover: true, clientNoContextTakeover: path === "/case/takeover" },
});

export default {
  title: "Compressed messages that violate the negotiated parameters, against the package ws",
  description: `
A hand-written client that agrees to permessage-deflate with an echo server of the package ws, one connection for each case: a
compressed message as it should be; RSV1 on a ping and on a continuation frame; RSV1 on what is no DEFLATE data; compressed bytes
that are no UTF-8; a message from which 00 00 FF FF was not cut off; a reference 700 bytes back where a window of 512 was agreed on; a
reference to the message before although client_no_context_takeover was agreed on. The server closes with 1002 or 1007.`,
  port: 3075,
  packages: ["ws"],
  server: wsServer(options),
  client: handmadeClient(cases),
};
