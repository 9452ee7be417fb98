export default {
  title: "A capture that begins inside TLS connections",
  description: `
tls/no-keys without the openings of both connections and their handshakes up to the first encrypted record, and in the first
one with the middle of a record lost. That it is TLS is known by its records alone.`,
  packages: ["ws"],
  programs: [],
  derived: {
    from: "tls/no-keys",
    without: "tcp.flags.syn == 1 || tls.handshake.type == 1 || tls.handshake.type == 2 || tls.handshake.type == 16 || tls.handshake.type == 4",
    truth: (lines) => lines.slice(0, 1).map(({ side }) => ({ side, kind: "done" })),
  },
};
