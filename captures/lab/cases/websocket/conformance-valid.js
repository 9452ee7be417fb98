import { closePayload } from "../../lib/handmade.js";
import { handmadeClient, wsServer } from "../../lib/scenarios/conformance.js";

const sizes = [0, 1, 125, 126, 127, 128, 65535, 65536];
const text = (length) => ({ payload: "*".repeat(length) });
const binary = (length) => ({ opcode: 2, payload: Buffer.alloc(length, 0xfe) });
const ping = (payload) => ({ opcode: 9, payload });
const bytes = [...Buffer.from("κόσμε")];
// 1002 and 1007 would complain of something.
const codes = [1000, 1001, 1003, 1008, 1009, 1010, 1011, 3000, 3003, 3008, 3999, 4000, 4999];

const cases = [
  { name: "1.1", send: sizes.map((length) => [text(length)]), answers: sizes.length },
  { name: "1.2", send: sizes.map((length) => [binary(length)]), answers: sizes.length },
  { name: "2.1", send: [ping(""), ping("Hello, world!"), ping(Buffer.from("00fffefdfcfb00ff", "hex"))], answers: 3 },
  { name: "2.4", send: [ping("p".repeat(125))], answers: 1 },
  { name: "2.7", send: [{ opcode: 10, payload: "unsolicited" }, ping("hello")], answers: 1 },
  { name: "2.10", send: Array.from({ length: 10 }, (_, i) => ping(`payload-${i}`)), answers: 10 },
  { name: "6.2.4", send: bytes.map((byte, i) => [{ fin: i === bytes.length - 1, opcode: i ? 0 : 1, payload: [byte] }]), answers: 1 },
  { name: "7.3.1", send: [{ opcode: 8 }], answers: 0, closes: true },
  { name: "7.3.5", send: [{ opcode: 8, payload: closePayload(1000, "r".repeat(123)) }], answers: 0, closes: true },
  ...codes.map((code, i) => ({
    name: `7.7.${i + 1}`,
    send: [{ opcode: 8, payload: closePayload(code) }],
    answers: 0,
    closes: true,
  })),
];

export default {
  title: "What the protocol allows, including edge cases: all lengths, pings, single bytes of UTF-8, every close code",
  description: `
Autobahn's cases 1.1 and 1.2 with all their lengths, 2.x with long, binary, unsolicited and many pings, 6.2.4 with one byte a frame,
7.3.1 and 7.3.5, and 7.7 with the codes that may be sent, by a hand-written client against an echo server of the package ws. Nothing here is to be
reported.`,
  port: 3080,
  packages: ["ws"],
  format: "pcapng.gz",
  server: wsServer(() => ({ perMessageDeflate: false })),
  client: handmadeClient(cases),
};
