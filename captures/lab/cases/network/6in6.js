export default {
  title: "A WebSocket over IPv6 in an IPv6 tunnel",
  description: `
IPv6 in IPv6 (RFC 2473).`,
  wrapped: { from: "websocket/ipv6-any", way: "ip-in-ipv6" },
};
