export default {
  title: "Socket.IO 4 in a virtual network: Geneve",
  description: `
Network 42, with an option of four bytes (RFC 8926).`,
  wrapped: { from: "socketio/v4-recovery", way: "geneve" },
};
