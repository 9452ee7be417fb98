import { linesOf } from "../../lib/derive.js";

export default {
  title: "A capture that begins inside an HTTP/2 connection with Socket.IO sessions on it",
  description: `
http2/cleartext-socketio without its beginning: the preface, the headers of two clients' WebSockets and their first packets. The
third client's WebSocket opens in the capture, but its headers refer to a table that HPACK filled before: of its request
nothing is known but the path.`,
  packages: ["socket.io-4", "socket.io-client-4"],
  programs: [],
  derived: {
    from: "http2/cleartext-socketio",
    without: "frame.number < 25",
    truth: linesOf([3, 9], [16, 27]),
  },
};
