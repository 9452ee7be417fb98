export default {
  title: "Socket.IO 4 in IPv4 fragments of which one is lost",
  description: `
The first datagram that was cut misses its second fragment. As a sender would after its time-out, the segment is sent again
210 ms later, whole, with another identification.`,
  wrapped: { from: "socketio/v4-websocket", way: "fragment-lost", repeats: true },
};
