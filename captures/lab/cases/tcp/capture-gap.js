export default {
  title: "A capture that lacks the last bytes of one side, though the other side acknowledged them",
  description: `
The server's close frame and its FIN are left out. Nothing is captured behind them that could show the hole; the client's
acknowledgement does. Together they count five numbers, of which the FIN takes one: that cannot be told from a byte.`,
  derived: {
    from: "tcp/timeout",
    without: "frame.number == 21 or frame.number == 22",
    // The client was answered by the close frame.
    truth: (lines) => lines.filter(({ side, kind }) => !(side === "client" && kind === "close")),
  },
};
