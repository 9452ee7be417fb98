export default {
  title: "Socket.IO 4 on an Ethernet pseudowire over MPLS",
  description: `
The label carries whole Ethernet frames behind a control word (RFC 4448). Nothing in the packet says so.`,
  wrapped: { from: "socketio/v4-heartbeat", way: "mpls-pseudowire" },
};
