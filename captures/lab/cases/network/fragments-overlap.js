export default {
  title: "Socket.IO 4 in IPv4 fragments that contradict one another",
  description: `
The first fragment of each datagram comes again with another TCP checksum, and then once more as it was. The copy that
came first stands. Which one the receiver takes depends on its operating system; with the other one, the whole segment is
damaged.`,
  wrapped: { from: "socketio/v4-websocket", way: "fragments-overlap" },
};
