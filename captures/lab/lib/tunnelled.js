// Two hosts in network namespaces of their own that do not simply talk over Ethernet: a VXLAN between them, or a router
// that cuts their packets into fragments. All of it is the kernel's own doing.
import { output } from "./run.js";

const namespace = (who) => `wstrace-lab-${who}`;
const ip = (...args) => output(["ip", ...args]);
const inside = (who, ...args) => ip("-n", namespace(who), ...args);
const run = (who, ...command) => output(["ip", "netns", "exec", namespace(who), ...command]);
const remove = (all) => Promise.all(all.map((who) => ip("netns", "del", namespace(who)).catch(() => {})));

async function open(all, build, { host, captured, port }) {
  await remove(all);
  try {
    for (const who of all) {
      await ip("netns", "add", namespace(who));
      await inside(who, "link", "set", "lo", "up");
      await run(who, "sysctl", "-qw", "net.ipv6.conf.all.disable_ipv6=1", "net.ipv6.conf.default.disable_ipv6=1");
    }
    await build();
  } catch (error) {
    await remove(all);
    throw error;
  }
  const enter = (who) => ["ip", "netns", "exec", namespace(who === "capture" ? captured : who)];
  return { host, interface: port, enter, close: () => remove(all) };
}

// A cable without offloads: frames are as large as on a real wire.
async function cable(one, other, name) {
  await ip("link", "add", name, "netns", namespace(one), "type", "veth", "peer", "name", name, "netns", namespace(other));
  for (const who of [one, other]) {
    await run(who, "ethtool", "-K", name, "tx", "off", "tso", "off", "gso", "off", "gro", "off");
    await inside(who, "link", "set", name, "up");
  }
}

// client 192.0.2.1 ┄┄ VXLAN 42 ┄┄ 192.0.2.2 server, carried from 198.51.100.1 to 198.51.100.2.
// A device that does not know its wire has an MTU of 1500, so that the packets which carry its own are too large for the wire.
export const openVxlan = ({ knowsItsWire }) =>
  open(
    ["client", "server"],
    async () => {
      await cable("client", "server", "lab-wire");
      for (const [who, number, other] of [["client", 1, 2], ["server", 2, 1]]) {
        await inside(who, "address", "add", `198.51.100.${number}/24`, "dev", "lab-wire");
        const ends = ["local", `198.51.100.${number}`, "remote", `198.51.100.${other}`];
        const wire = knowsItsWire ? ["dev", "lab-wire"] : [];
        await inside(who, "link", "add", "lab-vxlan", "type", "vxlan", "id", "42", "dstport", "4789", ...ends, ...wire);
        await inside(who, "address", "add", `192.0.2.${number}/24`, "dev", "lab-vxlan");
        // They know each other, so that no ARP is in the capture.
        const mac = (host) => `02:00:5e:00:53:0${host}`;
        await inside(who, "link", "set", "lab-vxlan", "address", mac(number), "up");
        await inside(who, "neighbour", "add", `192.0.2.${other}`, "lladdr", mac(other), "dev", "lab-vxlan");
      }
    },
    { host: "192.0.2.2", captured: "client", port: "lab-wire" },
  );

// client 192.0.2.1 ── router ── 198.51.100.2 server. Neither side sets the DF bit, and the router passes on at most 576
// bytes to either of them.
export const openFragmenting = () =>
  open(
    ["client", "router", "server"],
    async () => {
      await run("router", "sysctl", "-qw", "net.ipv4.ip_forward=1");
      for (const [who, net, number] of [["client", "192.0.2", 1], ["server", "198.51.100", 2]]) {
        const port = `lab-${who}`;
        await cable(who, "router", port);
        await inside(who, "address", "add", `${net}.${number}/24`, "dev", port);
        await inside("router", "address", "add", `${net}.254/24`, "dev", port);
        await inside("router", "route", "change", `${net}.0/24`, "dev", port, "mtu", "lock", "576");
        await inside(who, "route", "add", "default", "via", `${net}.254`);
        await run(who, "sysctl", "-qw", "net.ipv4.ip_no_pmtu_disc=1");
      }
    },
    { host: "198.51.100.2", captured: "server", port: "lab-server" },
  );
