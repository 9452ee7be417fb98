export default {
  title: 'Socket.IO 4 behind a service provider\'s VLAN tag (802.1ad, "QinQ")',
  description: `
Two tags: the provider's 100 with EtherType 0x88a8, inside it the customer's 7 with priority 7.`,
  wrapped: { from: "socketio/v4-heartbeat", way: "qinq" },
};
