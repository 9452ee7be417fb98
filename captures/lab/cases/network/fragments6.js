export default {
  title: "A WebSocket over IPv6 whose larger packets arrive in fragments, some of them out of order",
  description: `
Fragment headers (RFC 8200 4.5) for an MTU of 128 bytes, less than IPv6 allows, so that a small conversation has some.
The fragments of every second datagram come in another order.`,
  wrapped: { from: "websocket/ipv6-any", way: "fragments" },
};
