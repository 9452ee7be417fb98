export default {
  title: "A WebSocket over IPv6 through an IPv4 network: 6in4",
  description: `
IPv6 in IPv4, protocol 41 (RFC 4213).`,
  wrapped: { from: "websocket/ipv6-any", way: "ip-in-ip" },
};
