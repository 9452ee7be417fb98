// The networks that cases run in. A network is
//   { host, interface, says, filter(ports), enter(who), close() }
// where enter("server" | "client" | "capture") is the command prefix that puts a program into its namespace.

import { openSwitched } from "./switched.js";

const tcpPorts = (ports) => ports.map((port) => `tcp port ${port}`).join(" or ");
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
};

// A bad link by plan: { delay (ms, 2), rules (rules.py), at ("client": where it is recorded), sysctl: { server: {…} },
// says: what the switch does, in words }.
async function planned({ delay = 2, rules = [], at = "client", sysctl = {}, says }) {
  const args = ["--delay", String(delay), "--rules", JSON.stringify(rules)];
  return {
    ...(await openSwitched(args, at, sysctl)),
    filter: tcpPorts,
    says:
      `the ${at}'s interface (Ethernet, MTU 1500, no offloads) in a network namespace; lib/switch.py joins it with the ` +
      `other side's and delays every frame by ${delay} ms${says ? `; ${says}` : ""}`,
  };
}

export const openNetwork = (network) => (typeof network === "string" ? networks[network]() : planned(network));
