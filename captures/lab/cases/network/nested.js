export default {
  title: "A compressed WebSocket in VXLAN in GRE on a VLAN",
  description: `
Tunnels within one another: VLAN 7, GRE, VXLAN 42, Ethernet.`,
  wrapped: { from: "websocket/deflate", way: "nested" },
};
