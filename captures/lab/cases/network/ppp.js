export default {
  title: "A WebSocket over IPv6 on a PPP link",
  description: `
Link type PPP with HDLC-like framing, as a capture on a ppp interface or a serial line has it.`,
  wrapped: { from: "websocket/ipv6-any", way: "ppp", link: "PPP" },
};
