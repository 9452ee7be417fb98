export default {
  title: "Socket.IO 4 in a GRE tunnel",
  description: `
GRE (RFC 2784) between two routers, without options.`,
  wrapped: { from: "socketio/v4-recovery", way: "gre" },
};
