export default {
  title: "Engine.IO 4 in 802.3 frames with LLC and SNAP",
  description: `
What stands where others have an EtherType is the frame's length; LLC and SNAP (RFC 1042) say that it is IP.`,
  wrapped: { from: "engineio/v4-websocket", way: "snap" },
};
