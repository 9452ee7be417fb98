import { handmadeClient, wsServer } from "../../lib/scenarios/conformance.js";

const sameKey = Buffer.from([1, 2, 3, 4]);
const zeroKey = Buffer.alloc(4);
const maxPayload = 100_000;

const cases = [
  { name: "2.5", send: [{ opcode: 9, payload: "p".repeat(126) }] },
  { name: "3.1", send: [{ rsv: 1, payload: "hello" }] },
  { name: "3.2", send: [{ payload: "good" }, { rsv: 2, payload: "hello" }] },
  { name: "3.4", send: [{ payload: "good" }, { rsv: 4, payload: "hello" }] },
  { name: "3.6", send: [{ rsv: 6, opcode: 9, payload: "hello" }] },
  { name: "3.7", send: [{ rsv: 7, opcode: 8 }] },
  { name: "unmasked", send: [{ key: undefined, payload: "hello" }] },
  { name: "length-not-minimal", send: [{ bytes: 2, payload: "five bytes or so" }], answers: 1 },
  { name: "length-top-bit", send: [{ bytes: 8, claims: 0x8000000000000001n, payload: "hello" }] },
  { name: "too-big", send: [{ claims: 200_000, payload: "beginning of a long text" }] },
  { name: "zero-key", send: [{ key: zeroKey, payload: "in the clear" }], answers: 1 },
  { name: "same-key", send: [1, 2, 3].map((n) => ({ key: sameKey, payload: `message ${n}` })), answers: 3 },
];

export default {
  title: "Frames that violate RFC 6455 5.1 to 5.3: reserved bits, masking, lengths; and how the package ws reacts",
  description: `
A hand-written client, one connection for each test case: Autobahn's 2.5 and 3.x by their numbers, then a frame that is not
masked, lengths that are not minimal or have the top bit set, a frame over the server's limit of 100,000 bytes (only its
beginning is sent), masking with zeros and with one key for all frames. The server is an echo server of the package ws. It
closes with 1002, or with 1009 for the lengths; a length that is not minimal and bad keys it does not mind. What it
complains of is in the truth (\`error\`).`,
  port: 3070,
  packages: ["ws"],
  server: wsServer(() => ({ perMessageDeflate: false, maxPayload })),
  client: handmadeClient(cases),
};
