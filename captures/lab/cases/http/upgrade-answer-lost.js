export default {
  title: "A WebSocket whose 101 the capture lost",
  description: `
websocket/plain without the packet that has the 101. What both sides send after it are frames, so the upgrade was accepted;
which subprotocol and extensions were agreed on is not known. The truth is that of the other case without the
opening, since what a side logs of it is the subprotocol and the extensions.`,
  packages: ["ws"],
  programs: [],
  derived: {
    from: "websocket/plain",
    without: "http.response.code == 101",
    truth: (lines) => lines.filter(({ kind }) => kind !== "open"),
  },
};
