export default {
  title: "A WebSocket upgrade that is not answered: the capture ends while the client waits",
  description: `
The packets of http/upgrade-hung, as far as 1.7 s: one client has given up, the other one waits.`,
  derived: { from: "http/upgrade-hung", without: "frame.time_relative > 1.7" },
};
