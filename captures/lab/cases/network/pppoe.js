export default {
  title: "Engine.IO 4 on a DSL line: PPPoE",
  description: `
Between the modem and the provider: PPPoE session 7, PPP, IPv4.`,
  wrapped: { from: "engineio/v4-websocket", way: "pppoe" },
};
