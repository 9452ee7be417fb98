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

export const openNetwork = (name) => networks[name]();
