export default {
  title: "A segment of an earlier connection arrives in a new one on the same ports",
  description: `
The network delivers a packet of the first connection once more, with data, between the second one's SYN and SYN-ACK: its numbers
are those of the first connection.`,
  derived: {
    from: "tcp/old-connection",
    repeated: { packets: "frame.number == 8", by: 0.0225 },
  },
};
