import { failToOpen } from "../../lib/websocket.js";

export default {
  title: "A WebSocket client and a port where nothing listens",
  description: `
One SYN, answered with RST. The application sees ECONNREFUSED and close code 1006, which never is on the wire.`,
  port: 3040,
  packages: ["ws"],
  format: "pcap-nano",
  client: failToOpen,
};
