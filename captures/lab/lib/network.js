// The networks that cases run in. A network is
//   { host, interface, says, filter(port), enter(who), close() }
// where enter("server" | "client" | "capture") is the command prefix that puts a program into its namespace.

const tcpPort = (port) => `tcp port ${port}`;
const here = () => [];
const nothing = async () => {};

const loopback = { filter: tcpPort, enter: here, close: nothing };

const networks = {
  loopback: async () => ({ ...loopback, host: "127.0.0.1", interface: "lo", says: "loopback, Ethernet (EN10MB)" }),
  "loopback6-any": async () => ({
    ...loopback,
    host: "::1",
    interface: "any",
    says: "IPv6 loopback recorded on the pseudo-interface `any`, Linux cooked v2 (LINUX_SLL2)",
  }),
};

export const openNetwork = (name) => networks[name]();
