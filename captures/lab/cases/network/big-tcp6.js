import { tallClient, tallServer } from "../../lib/scenarios/tall.js";

export default {
  title: "A WebSocket message in segments of up to 200 KB: BIG TCP over IPv6, with jumbo payload options",
  description: `
Linux hands segments larger than 64 KB to the interface, which cuts them (segmentation offload). Such a packet has the
payload length 0 and a hop-by-hop option with the length (RFC 2675). On loopback nobody cuts them, and the checksums are
the partial ones of an offloading sender.`,
  port: 3319,
  packages: ["ws"],
  format: "pcapng.gz",
  network: "tall6",
  server: tallServer,
  client: tallClient,
};
