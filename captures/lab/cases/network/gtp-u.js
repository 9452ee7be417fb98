export default {
  title: "Engine.IO 4 of a phone: GTP-U between the base station and the core",
  description: `
Tunnel 1001 up and 2002 down; a PDU session container, an extension header of 5G, in front of IP.`,
  wrapped: { from: "engineio/v4-websocket", way: "gtp-u" },
};
