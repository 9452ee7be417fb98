import { handmadeClient, wsServer } from "../../lib/scenarios/conformance.js";

const reserved = [3, 4, 5, 6, 7, 11, 12, 13, 14, 15];

const cases = reserved.map((opcode, i) => ({
  name: `4.${opcode < 8 ? 1 : 2}.${(i % 5) + 1}`,
  send: [{ payload: "good" }, { opcode, payload: i % 2 === 0 ? "" : "reserved" }],
}));

export default {
  title: "Every reserved opcode, after a valid message, against the package ws",
  description: `
Autobahn's cases 4.1.1 to 4.1.5 (opcodes 3 to 7) and 4.2.1 to 4.2.5 (opcodes 11 to 15), one connection each, by a hand-written
client. The echo server of the package ws closes with 1002.`,
  port: 3071,
  packages: ["ws"],
  server: wsServer(() => ({ perMessageDeflate: false })),
  client: handmadeClient(cases),
};
