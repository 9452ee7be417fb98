export default {
  title: "Socket.IO 4 in IPv4 fragments that contradict one another",
  description: `
The second fragment of each datagram comes again with other contents, and then once more as it was. The copy that came
first stands. What the receiver would have read depends on its operating system.`,
  wrapped: { from: "socketio/v4-websocket", way: "fragments-overlap" },
};
