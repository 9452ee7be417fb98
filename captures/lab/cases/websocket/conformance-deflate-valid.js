import { once } from "node:events";
import { wsServer } from "../../lib/scenarios/conformance.js";
import { openWebSocket, sendFragments } from "../../lib/websocket.js";

const line = (n) => JSON.stringify({ n, text: "prix très élevé €", rows: Array.from({ length: n % 40 }, (_, i) => i * n) });
const bits = (n) => ({ serverMaxWindowBits: n, clientMaxWindowBits: n });
const alone = { serverNoContextTakeover: true, clientNoContextTakeover: true };

// Autobahn 13.x: what client and server ask for.
const variants = {
  "12.1": [{}, {}],
  13.1: [{ clientMaxWindowBits: false }, {}],
  13.2: [alone, alone],
  13.3: [bits(9), bits(9)],
  13.4: [bits(15), bits(15)],
  13.5: [{ ...alone, ...bits(9) }, { ...alone, ...bits(9) }],
  13.6: [{ ...alone, ...bits(15) }, { ...alone, ...bits(15) }],
  13.7: [{ clientMaxWindowBits: 12 }, { serverMaxWindowBits: 10 }],
};
const pathOf = (name) => `/case/${name}`;

const server = wsServer((path) => ({
  perMessageDeflate: { threshold: 0, ...Object.entries(variants).find(([name]) => pathOf(name) === path)[1][1] },
}));

async function client(scene) {
  for (const [name, [options]] of Object.entries(variants)) {
    const socket = await openWebSocket(scene, { path: pathOf(name), perMessageDeflate: { threshold: 0, ...options } });
    let left = 12;
    const answered = new Promise((resolve) => socket.on("message", () => --left === 0 && resolve()));
    for (const n of [0, 1, 7, 39, 39, 117, 117, 7]) socket.send(line(n));
    socket.send("");
    socket.send(Buffer.alloc(3000, line(5)));
    socket.send("not compressed", { compress: false });
    await sendFragments(socket, [line(38), () => socket.ping("between"), line(38), line(37)]);
    await answered;
    socket.close(1000, name);
    await once(socket, "close");
  }
}

export default {
  title: "permessage-deflate as it should be, with every variant of its parameters",
  description: `
Autobahn's cases 12 and 13 in small: client and server of the package ws agree on each variant of the parameters, one connection
each: nothing, no context takeover, windows of 9 and 15 bits, both, and different windows. Messages of several lengths, repeated
ones, an empty one, one that is not compressed, one in fragments with a ping between them; each comes back. Nothing here is to
be reported.`,
  port: 3081,
  packages: ["ws"],
  server,
  client,
};
