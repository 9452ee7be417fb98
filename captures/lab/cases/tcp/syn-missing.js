export default {
  title: "A capture that lacks a SYN",
  description: `
The first SYN, which carries a request (TCP Fast Open, the second connection), is left out. That the SYN-ACK acknowledges more
than a SYN nobody can see any more; the answer's request is missing without a trace but for that.`,
  derived: {
    from: "tcp/fast-open",
    without: "frame.number == 8",
    truth: (lines) => lines.filter(({ target }) => target !== "/second"),
  },
};
