import { closePayload } from "../../lib/handmade.js";
import { handmadeServer, wsClient } from "../../lib/scenarios/conformance.js";

const key = Buffer.from("5a5a5a5a", "hex");
const answer = (name, accepts, offer = {}) => ({ name, send: [], accepts: `permessage-deflate; ${accepts}`, offer });

const cases = [
  { name: "masked", send: [{ key, payload: "hello" }] },
  { name: "3.3", send: [{ rsv: 3, payload: "hello" }] },
  { name: "4.1.3", send: [{ opcode: 5 }] },
  { name: "5.18", send: [{ fin: false, payload: "one" }, { payload: "two" }] },
  { name: "6.3.1", send: [{ payload: Buffer.from("cebae1bdb9cf83cebcceb5eda080656469746564", "hex") }] },
  { name: "7.9.4", send: [{ opcode: 8, payload: closePayload(1005) }] },
  answer("unknown-parameter", "max_window_bits=10"),
  answer("out-of-range", "server_max_window_bits=16"),
  answer("no-value", "server_max_window_bits"),
  answer("twice", "server_no_context_takeover; server_no_context_takeover"),
  answer("not-offered", "client_max_window_bits=10", { clientMaxWindowBits: false }),
  // ws does not mind.
  {
    ...answer("larger-than-asked", "server_max_window_bits=15", { serverMaxWindowBits: 10 }),
    send: [{ opcode: 8, payload: closePayload(1000) }],
  },
];

const options = ({ accepts, offer }) => ({ perMessageDeflate: accepts ? { clientMaxWindowBits: true, ...offer } : false });

export default {
  title: "A server with invalid frames and extension parameters, against a client with the package ws",
  description: `
A hand-written server, one connection for each case: a masked frame, reserved bits, a reserved opcode, a message inside another one,
text that is not UTF-8, the close code 1005; then answers to an offer of permessage-deflate that a client must not accept: a
parameter that does not exist, one out of range, without its value, twice; client_max_window_bits though it was not offered, a
larger window than the client asked for. The client closes with 1002 or 1007; after a bad answer it drops the connection,
and its application sees an error and code 1006. The larger window it does not mind, and the server closes.`,
  port: 3076,
  packages: ["ws"],
  server: handmadeServer(cases),
  client: wsClient(cases, options),
};
