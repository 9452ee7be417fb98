export default {
  title: "A capture that lacks one FIN",
  description: `
The server's FIN is left out. The client acknowledges one number more than the capture has, and the server itself goes on
counting behind it.`,
  derived: {
    from: "tcp/timeout",
    without: "frame.number == 22",
  },
};
