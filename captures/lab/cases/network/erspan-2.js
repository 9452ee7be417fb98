export default {
  title: "Socket.IO 4 on a remote mirror port: ERSPAN type II",
  description: `
A switch sends copies of both directions to whoever captures, in GRE with an ERSPAN header: session 100, VLAN 7.`,
  wrapped: { from: "socketio/v4-heartbeat", way: "erspan-2" },
};
