import { handmadeClient, wsServer } from "../../lib/scenarios/conformance.js";

const hex = (text) => Buffer.from(text, "hex");
const word = "κόσμε";
const surrogate = hex("eda080");
const beyond = hex("f4908080");
const tail = Buffer.from("edited");

const whole = (name, payload) => ({ name, send: [{ payload }] });
const good = (name, payload) => ({ name, send: [{ payload: hex(payload) }], answers: 1 });

const cases = [
  whole("6.3.1", Buffer.concat([Buffer.from(word), surrogate, tail])),
  {
    name: "6.4.1",
    send: [
      [{ fin: false, payload: word }],
      [{ fin: false, opcode: 0, payload: beyond }],
      [{ opcode: 0, payload: tail }],
    ],
  },
  {
    name: "6.4.2",
    send: [
      [{ fin: false, payload: Buffer.concat([Buffer.from(word), beyond.subarray(0, 1)]) }],
      [{ fin: false, opcode: 0, payload: beyond.subarray(1, 2) }],
      [{ opcode: 0, payload: Buffer.concat([beyond.subarray(2), tail]) }],
    ],
  },
  good("6.5.1", Buffer.from(word).toString("hex")),
  whole("6.6.1", hex("ce")),
  good("6.7.4", "f0908080"),
  whole("6.8.1", hex("f888808080")),
  good("6.9.3", "efbfbf"),
  whole("6.10.1", hex("f7bfbfbf")),
  good("6.11.1", "ed9fbf"),
  whole("6.12.1", hex("80")),
  whole("6.13.1", hex("c0af")),
  whole("6.14.6", hex("e282")),
  whole("6.18.1", hex("c080")),
  whole("6.19.3", hex("f08fbfbf")),
  good("6.22.1", "efbfbe"),
  whole("6.21.5", hex("eda080edb080")),
];

export default {
  title: "Text that is not valid UTF-8, in one frame and across fragments, against the package ws",
  description: `
One or two of each group of Autobahn's cases 6.3 to 6.23, by a hand-written client: surrogates, overlong forms, characters beyond
U+10FFFF, continuation bytes without a beginning, characters that are cut short, each in one frame; 6.4.1 and 6.4.2 in three
frames, where a strict receiver can tell after the second one. Between them valid texts from the edges. The echo server of the
package ws looks when a message is whole, and closes with 1007.`,
  port: 3073,
  packages: ["ws"],
  server: wsServer(() => ({ perMessageDeflate: false })),
  client: handmadeClient(cases),
};
