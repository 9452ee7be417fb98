import { failToOpen } from "../../lib/websocket.js";

const hosts = ["203.0.113.1", "203.0.113.2", "2001:db8:3::1"];

async function client(scene) {
  for (const host of hosts) await failToOpen({ ...scene, host });
}

export default {
  title: "WebSocket clients whose SYN a router answers with ICMP: host unreachable, prohibited, no IPv6 route",
  description: `
Three attempts, three addresses. The router has no way to the first, forbids the second, and has no way to the third,
which is IPv6. The applications see EHOSTUNREACH, for IPv6 ENETUNREACH.`,
  port: 3315,
  packages: ["ws"],
  network: "refusing",
  client,
};
