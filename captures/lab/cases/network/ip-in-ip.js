export default {
  title: "Engine.IO 4 in an IP-in-IP tunnel",
  description: `
IPv4 in IPv4 (RFC 2003).`,
  wrapped: { from: "engineio/v4-websocket", way: "ip-in-ip" },
};
