import { echoClient, echoServer } from "../../lib/scenarios/echo.js";

export default {
  title: "A WebSocket over IPv6 in a Linux cooked (v2) capture",
  description: `
A few messages over ::1, recorded on "any": no Ethernet header, and on a machine with traffic the interface would
differ from packet to packet.`,
  port: 3017,
  packages: ["ws"],
  format: "pcap-nano",
  network: "loopback6-any",
  server: echoServer,
  client: echoClient,
};
