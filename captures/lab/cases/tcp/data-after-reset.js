export default {
  title: "A message that was captured after the reset of its connection",
  description: `
The client goes on sending after the server has closed. Its last message comes behind the reset that answers the first one:
nobody reads it any more. (Its FIN, which would show that something is missing before it, is left out.)`,
  derived: {
    from: "tcp/data-after-close",
    without: "frame.number == 17",
    delayed: { packets: "frame.number == 14", by: 0.035 },
  },
};
