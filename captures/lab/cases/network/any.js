import { echoClient, echoServer } from "../../lib/scenarios/echo.js";

export default {
  title: "A WebSocket to a container, recorded on `any`: every packet twice",
  description: `
The client runs on a host, the server behind the host's bridge. On \`any\` each packet is seen on the bridge and on the
veth port that leads to the server. The copies differ in the interface of the cooked header and, in one direction, in
nothing else: the same IPv4 identification, TCP header and checksum.`,
  port: 3310,
  packages: ["ws"],
  format: "pcap-nano",
  network: "bridge-any",
  server: echoServer,
  client: echoClient,
};
