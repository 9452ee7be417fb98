export default {
  title: "A capture that begins and ends in the middle of a message, and lacks a packet",
  description: `
Seventeen packets from the middle of a transfer. Without the SYNs the windows' scale is not known, nor which byte is the
connection's first. The packet with the last 290 bytes is left out, though the client acknowledges it.`,
  derived: {
    from: "tcp/fast-retransmit",
    without: "frame.number < 31 or frame.number == 46 or frame.number > 48",
    truth: () => [],
  },
};
