export default {
  title: "Socket.IO 4 in a GRE tunnel that carries Ethernet, with all of GRE's options",
  description: `
Checksum, key 42 and sequence number (RFC 2890); inside, whole frames (Transparent Ethernet Bridging).`,
  wrapped: { from: "socketio/v4-heartbeat", way: "gre-key" },
};
