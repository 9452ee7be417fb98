import { handmadeClient, wsServer } from "../../lib/scenarios/conformance.js";

const begin = (payload, opcode = 1) => ({ fin: false, opcode, payload });
const more = (payload) => ({ fin: false, opcode: 0, payload });
const end = (payload) => ({ opcode: 0, payload });
const ping = { opcode: 9, payload: "in between" };

const cases = [
  { name: "5.1", send: [{ fin: false, opcode: 9, payload: "half a ping" }, end("the rest")] },
  { name: "5.2", send: [{ fin: false, opcode: 10, payload: "half a pong" }, end("the rest")] },
  { name: "5.3", send: [begin("fragment1"), end("fragment2")], answers: 1 },
  { name: "5.6", send: [begin("fragment1"), ping, end("fragment2")], answers: 2 },
  { name: "5.8", send: [[begin("fragment1")], [ping], [end("fragment2")]], answers: 2 },
  { name: "5.9", send: [end("continues nothing")] },
  { name: "5.12", send: [more("continues nothing")] },
  { name: "5.15", send: [begin("fragment1"), end("fragment2"), more("fragment3")] },
  { name: "5.18", send: [begin("fragment1"), { payload: "begins inside it" }] },
  {
    name: "5.19",
    send: [begin("fragment1"), more("fragment2"), ping, more("fragment3"), ping, end("fragment4")],
    answers: 3,
  },
  { name: "6.1.2", send: [begin(""), more(""), end("")], answers: 1 },
];

export default {
  title: "Fragments, valid and invalid, against the package ws",
  description: `
Autobahn's cases 5.x by their numbers, one connection each, by a hand-written client: fragmented control frames (5.1, 5.2),
messages in fragments with pings between them (5.3, 5.6, 5.8, 5.19), continuations of nothing (5.9, 5.12, 5.15), a message
inside another one (5.18), and fragments without payload (6.1.2). The echo server of the package ws closes the bad ones with
1002 and answers the good ones.`,
  port: 3072,
  packages: ["ws"],
  server: wsServer(() => ({ perMessageDeflate: false })),
  client: handmadeClient(cases),
};
