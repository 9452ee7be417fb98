// The networks that cases run in. A network is
//   { host, interface, says, filter(ports), enter(who), close() }
// where enter("server" | "client" | "capture") is the command prefix that puts a program into its namespace.

import { openBridged } from "./bridged.js";
import { openRouted } from "./routed.js";
import { openSwitched } from "./switched.js";
import { openTall } from "./tall.js";
import { openFragmenting, openVxlan } from "./tunnelled.js";

const tcpPorts = (ports) => ports.map((port) => `tcp port ${port}`).join(" or ");
// And ICMP errors; ICMPv6 types from 128 on are no errors, and neighbours talk in them all the time.
const withErrors = (ports) => `${tcpPorts(ports)} or icmp or (icmp6 and ip6[40] < 128)`;
const here = () => [];
const nothing = async () => {};

const loopback = { filter: tcpPorts, enter: here, close: nothing };

const networks = {
  loopback: async () => ({ ...loopback, host: "127.0.0.1", interface: "lo", says: "loopback, Ethernet (EN10MB)" }),
  "loopback6-any": async () => ({
    ...loopback,
    host: "::1",
    interface: "any",
    says: "IPv6 loopback recorded on the pseudo-interface `any`, Linux cooked v2 (LINUX_SLL2)",
  }),
  "loopback-udp": async () => ({
    ...loopback,
    host: "127.0.0.1",
    interface: "lo",
    filter: (ports) => `${ports.map((port) => `port ${port}`).join(" or ")} or icmp`,
    udp: true,
    says: "loopback, Ethernet (EN10MB): UDP, TCP and ICMP",
  }),
  lossy: async () => ({
    ...(await openSwitched(["--delay", "4", "--loss", "0.04", "--late", "0.05", "--twice", "0.02"], "client")),
    filter: tcpPorts,
    says:
      "the client's interface (Ethernet, MTU 1500, no offloads) in a network namespace; lib/switch.py joins it with the " +
      "server's and delays every frame by 4 ms, loses 4 %, delivers 5 % late and 2 % twice",
  }),
  mirror: async () => ({
    ...(await openSwitched(["--vlan", "42"], "mirror")),
    filter: (ports) => `vlan 42 and (${tcpPorts(ports)})`,
    says: "the mirror port of lib/switch.py, Ethernet with 802.1Q tags (VLAN 42), between two network namespaces",
  }),
  "mirror-both": async () => ({
    ...(await openSwitched(["--vlan", "42", "--span-both"], "mirror")),
    filter: (ports) => `vlan 42 and (${tcpPorts(ports)})`,
    says:
      "the mirror port of lib/switch.py, which copies each frame as it comes in and again as it goes out; Ethernet with " +
      "802.1Q tags (VLAN 42), between two network namespaces",
  }),
  "bridge-any": async () => ({
    ...(await openBridged("any", "192.0.2.2")),
    filter: tcpPorts,
    says:
      "the pseudo-interface `any` of a host whose bridge leads to the server in a network namespace (as container engines " +
      "set it up): every packet passes the bridge and the veth port; Linux cooked v2 (LINUX_SLL2)",
  }),
  "bridge-two6": async () => ({
    ...(await openBridged(["lab-bridge", "lab-port"], "2001:db8:1::2")),
    filter: tcpPorts,
    says:
      "two interfaces of one host at once, a bridge and its veth port that leads to the server in a network namespace; " +
      "IPv6, Ethernet",
  }),
  narrow: async () => ({
    ...(await openRouted({ pathMtu: 1280 })),
    filter: withErrors,
    says: "the client's interface (Ethernet, MTU 1500, no offloads); a Linux router passes at most 1280 bytes on to the server",
  }),
  narrow6: async () => ({
    ...(await openRouted({ pathMtu: 1280, host: "2001:db8:2::2" })),
    filter: withErrors,
    says: "the client's interface (Ethernet, MTU 1500, no offloads), IPv6; a Linux router passes at most 1280 bytes on to the server",
  }),
  slow: async () => ({
    ...(await openRouted({ rate: "240kbit" })),
    filter: tcpPorts,
    says:
      "the client's interface (Ethernet, MTU 1500, no offloads); a Linux router (tc tbf) passes at most 240 kbit/s on to it",
  }),
  "slow-up": async () => ({
    ...(await openRouted({ rate: "240kbit", towards: "server" })),
    filter: tcpPorts,
    says:
      "the client's interface (Ethernet, MTU 1500, no offloads); a Linux router (tc tbf) passes at most 240 kbit/s on to the server",
  }),
  refusing: async () => ({
    ...(await openRouted({ routes: ["unreachable 203.0.113.1", "prohibit 203.0.113.2", "unreachable 2001:db8:3::1"] })),
    filter: withErrors,
    says:
      "the client's interface (Ethernet, MTU 1500); a Linux router has the routes `unreachable 203.0.113.1`, " +
      "`prohibit 203.0.113.2` and `unreachable 2001:db8:3::1`",
  }),
  tall6: async () => ({
    ...(await openTall()),
    filter: (ports) => `ip6 and (${ports.map((port) => `tcp port ${port} or ip6[6] == 0`).join(" or ")})`,
    says: "the loopback interface of a network namespace with BIG TCP (gso_max_size 200000), IPv6, Ethernet (EN10MB)",
  }),
  vxlan: async () => ({
    ...(await openVxlan({ knowsItsWire: true })),
    filter: () => "udp port 4789",
    says:
      "the wire under a VXLAN (Ethernet, MTU 1500, no offloads) between two network namespaces: the kernel's own vxlan devices, " +
      "network 42 on port 4789",
  }),
  "vxlan-large": async () => ({
    ...(await openVxlan({ knowsItsWire: false })),
    filter: () => "ip",
    says:
      "the wire under a VXLAN (Ethernet, MTU 1500, no offloads) between two network namespaces: the kernel's own vxlan devices, " +
      "network 42 on port 4789, with an MTU of 1500 themselves",
  }),
  fragmenting: async () => ({
    ...(await openFragmenting()),
    filter: () => "ip",
    says:
      "the server's interface (Ethernet, MTU 1500, no offloads); a Linux router passes on at most 576 bytes, and neither side " +
      "sets the DF bit (net.ipv4.ip_no_pmtu_disc=1)",
  }),
};

// A bad link by plan: { delay (ms, 2), rules (rules.py), at ("client": where it is recorded), sysctl: { server: {…} },
// icmp: record that as well (false),
// says: what the switch does, in words }.
async function planned({ delay = 2, rules = [], at = "client", sysctl = {}, icmp = false, says }) {
  const args = ["--delay", String(delay), "--rules", JSON.stringify(rules)];
  return {
    ...(await openSwitched(args, at, sysctl)),
    filter: icmp ? withErrors : tcpPorts,
    says:
      `the ${at}'s interface (Ethernet, MTU 1500, no offloads) in a network namespace; lib/switch.py joins it with the ` +
      `other side's and delays every frame by ${delay} ms${says ? `; ${says}` : ""}`,
  };
}

export const openNetwork = (network) => (typeof network === "string" ? networks[network]() : planned(network));
