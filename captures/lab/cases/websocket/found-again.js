import { linesOf } from "../../lib/derive.js";

export default {
  title: "A capture that lacks the packet in which a long message begins",
  description: `
Half of a message of 64 KB is left out, with the frame's header. What is left of it is no frame; the next frame begins in the
middle of a later packet and is found there.`,
  derived: {
    from: "websocket/plain",
    without: "frame.number == 15",
    truth: linesOf([1, 4], [6, 26]),
  },
};
