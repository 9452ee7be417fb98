export default {
  title: "Socket.IO 4 over IPv4 through an IPv6 network: 4in6",
  description: `
IPv4 in IPv6 (RFC 2473), as DS-Lite does it.`,
  wrapped: { from: "socketio/v4-heartbeat", way: "ip-in-ipv6" },
};
