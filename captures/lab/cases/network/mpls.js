export default {
  title: "A compressed WebSocket through an MPLS network",
  description: `
Two labels, of which the outer one is the path's and the inner one the customer's (a layer 3 VPN). Each direction has
its own: 16 and 17 to the server, 18 and 19 to the client.`,
  wrapped: { from: "websocket/deflate", way: "mpls" },
};
