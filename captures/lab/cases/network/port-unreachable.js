import { failToOpen } from "../../lib/websocket.js";

export default {
  title: "A WebSocket client whose SYN a firewall rejects with ICMP: port unreachable",
  description: `
The switch answers the SYN as firewalls do that reject by ICMP (for Linux's REJECT that is the default). The client's kernel
takes it for a refusal: ECONNREFUSED.`,
  port: 3490,
  packages: ["ws"],
  network: {
    rules: [{ from: "client", what: "syn", count: -1, do: "refuse" }],
    icmp: true,
    says: "the switch answers each SYN with ICMP port unreachable and does not pass it on",
  },
  client: (scene) => failToOpen(scene),
};
