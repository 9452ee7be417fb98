export default {
  title: "A kept-alive connection, where the capture lost the header of one response",
  description: `
http/keepalive without the packet in which an answer in chunks begins. The rest of it is passed over; the next answer begins
with a packet, is found, and belongs to the request before it. The truth is that of the other case without the answer.`,
  packages: [],
  programs: [],
  derived: {
    from: "http/keepalive",
    without: 'tcp.payload contains "Trailer: X-Parts"',
    truth: (lines) => lines.filter(({ kind, bytes }) => kind !== "response" || bytes !== 1533),
  },
};
