export default {
  title: "A compressed WebSocket on a remote mirror port: ERSPAN type III",
  description: `
As network/erspan-2, with the header of type III and its time stamps.`,
  wrapped: { from: "websocket/deflate", way: "erspan-3" },
};
