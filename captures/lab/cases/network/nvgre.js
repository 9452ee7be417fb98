export default {
  title: "Engine.IO 4 in a virtual network: NVGRE",
  description: `
Virtual subnet 5000, flow 5 (RFC 7637).`,
  wrapped: { from: "engineio/v4-websocket", way: "nvgre" },
};
