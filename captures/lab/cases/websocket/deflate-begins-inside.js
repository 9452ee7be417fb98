import { linesOf } from "../../lib/derive.js";

export default {
  title: "A capture that begins inside a WebSocket with permessage-deflate",
  description: `
The upgrade and the first messages are left out, and with them the window that later messages refer to. Messages that stand
for themselves are shown; of the others it is said that they cannot be.`,
  derived: {
    from: "websocket/deflate",
    without: "frame.number < 21",
    truth: linesOf([9, 10], 17, [19, 24]),
  },
};
