export default {
  title: "A capture that begins inside TLS connections",
  description: `
tls/no-keys without the openings of both connections and their handshakes. That it is TLS is known by its records alone.`,
  packages: ["ws"],
  programs: [],
  derived: {
    from: "tls/no-keys",
    without: "frame.number <= 8 || (frame.number >= 20 && frame.number <= 28)",
    truth: (lines) => lines.slice(0, 1).map(({ side }) => ({ side, kind: "done" })),
  },
};
