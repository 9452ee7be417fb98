import { closePayload } from "../../lib/handmade.js";
import { handmadeClient, wsServer } from "../../lib/scenarios/conformance.js";

const closing = (payload) => ({ opcode: 8, payload });
const code = (number, reason) => closing(closePayload(number, reason));
const text = { payload: "nobody reads this" };

// `answers: 0`: the server's close frame is all that is waited for.
const sends = (name, ...frames) => ({ name, send: frames, answers: 0, closes: true });

const cases = [
  sends("7.1.2", code(1000), code(1001)),
  sends("7.1.3", code(1000), { opcode: 9, payload: "still there?" }),
  sends("7.1.4", code(1000), text),
  sends("7.1.5", { fin: false, payload: "beginning" }, code(1000), { opcode: 0, payload: "end" }),
  sends("7.3.2", closing("x")),
  sends("7.3.6", code(1000, "r".repeat(124))),
  sends("7.5.1", code(1000, Buffer.from("cebae1bdb9cf83cebcceb5eda080656469746564", "hex"))),
  ...[0, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999].map((number, i) =>
    sends(`7.9.${i + 1}`, code(number, i === 4 ? "abnormal" : "")),
  ),
  sends("7.13.1", code(5000)),
  sends("7.13.2", code(65535)),
  sends("unexplained", closing(closePayload(1002, "I do not like this"))),
];

export default {
  title: "Invalid close frames, and frames after a close frame, against the package ws",
  description: `
Autobahn's cases 7.1.2 to 7.13.2, one connection each, by a hand-written client: two close frames, a ping and messages after a close
frame; a payload of one byte, one of 126 bytes, a reason that is not UTF-8; every code of 7.9 and 7.13 that must not be sent, 1015
among them. At last a client that complains of a server that did nothing wrong. The package ws answers a good close frame
with its code and reads no further; a bad one it answers with 1002 or 1007.`,
  port: 3074,
  packages: ["ws"],
  server: wsServer(() => ({ perMessageDeflate: false })),
  client: handmadeClient(cases),
};
