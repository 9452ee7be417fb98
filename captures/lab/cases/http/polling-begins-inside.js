// What was said before the first packet that is left.
const before = new Set(["push", "chat", "hello", "order", "document"]);

export default {
  title: "Socket.IO 4 on polling: the capture begins in the middle of the session, inside a response",
  description: `
socketio/v4-polling without its first packets: the capture begins with the second of the three packets of a poll's answer
(in chunks, gzip coded), the head of which is not there. The session is known from the sid of the next request; what the rest
of that answer says is not told. The truth is what the other case's applications logged from there on.`,
  packages: ["socket.io-4", "socket.io-client-4"],
  programs: [],
  derived: {
    from: "socketio/v4-polling",
    without: "frame.number <= 46",
    truth: (lines) => lines.filter(({ kind, name }) => kind !== "connect" && !before.has(name)),
  },
};
