import { linesOf } from "../../lib/derive.js";

export default {
  title: "A capture that begins inside a Socket.IO session on a WebSocket",
  description: `
Upgrade, Engine.IO handshake and the first events are left out. Socket.IO is recognised by its packets; the answer to an event
that was not captured names no event.`,
  derived: {
    from: "socketio/v4-websocket",
    without: "frame.number < 17",
    truth: linesOf([3, 6], [11, 15]),
  },
};
