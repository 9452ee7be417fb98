import { linesOf } from "../../lib/derive.js";

export default {
  title: "A capture that begins inside a WebSocket, in the middle of a fragmented message",
  description: `
The upgrade and most of the conversation are left out. The first frame captured is the fourth of a message's five, so the
rest of that message is left out; from then on the frames say themselves what they are.`,
  derived: {
    from: "websocket/plain",
    without: "frame.number < 22",
    truth: linesOf([9, 13], [21, 26]),
  },
};
