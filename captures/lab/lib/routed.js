// A client, a router and a server in network namespaces of their own, joined by veth pairs:
//
//   client 192.0.2.1 ── 192.0.2.254 router 198.51.100.254 ── 198.51.100.2 server
//
// and the same for IPv6 under 2001:db8:1:: and 2001:db8:2::. The router is Linux: its ICMP errors are real ones.
import { output } from "./run.js";

const sides = ["client", "router", "server"];
const namespace = (who) => `wstrace-lab-${who}`;
const ip = (...args) => output(["ip", ...args]);
const inside = (who, ...args) => ip("-n", namespace(who), ...args);
const run = (who, ...command) => output(["ip", "netns", "exec", namespace(who), ...command]);

const removeAll = () => Promise.all(sides.map((who) => ip("netns", "del", namespace(who)).catch(() => {})));

// `pathMtu`: the router passes on no larger packets to the server; `routes` that the router gets besides: ["prohibit 203.0.113.2", …].
// `rate`: the router lets no more than that pass to the client (or `towards` the server), as tc writes it ("240kbit"); the rest
// waits, and nothing is lost.
export async function openRouted({ pathMtu, rate, towards = "client", routes = [], host = "198.51.100.2" } = {}) {
  await removeAll();
  try {
    for (const who of sides) {
      await ip("netns", "add", namespace(who));
      await inside(who, "link", "set", "lo", "up");
    }
    await join("client", 1);
    await join("server", 2);
    if (pathMtu) await narrow(String(pathMtu));
    if (rate) {
      const bucket = ["rate", rate, "burst", "3000", "latency", "30s"];
      await run("router", "tc", "qdisc", "add", "dev", `lab-${towards}`, "root", "tbf", ...bucket);
    }
    const forwarding = ["net.ipv4.ip_forward=1", "net.ipv6.conf.all.forwarding=1", "net.ipv4.icmp_ratelimit=0"];
    await run("router", "sysctl", "-qw", ...forwarding);
    for (const route of routes) {
      await inside("router", ...(route.includes(":") ? ["-6"] : []), "route", "add", ...route.split(" "));
    }
  } catch (error) {
    await removeAll();
    throw error;
  }
  const enter = (who) => ["ip", "netns", "exec", namespace(who === "capture" ? "client" : who)];
  return { host, interface: "lab-client", enter, close: removeAll };
}

// A property of the route and not of the device, which would drop what it cannot receive without a word.
async function narrow(mtu) {
  await inside("router", "route", "change", "198.51.100.0/24", "dev", "lab-server", "mtu", "lock", mtu);
  const six = ["2001:db8:2::/64", "dev", "lab-server", "proto", "kernel", "metric", "256"];
  await inside("router", "-6", "route", "replace", ...six, "mtu", "lock", mtu);
}

// One side and its link to the router. Without offloads: frames are as large as on a real wire.
async function join(who, net) {
  const v4 = net === 1 ? "192.0.2" : "198.51.100";
  const port = `lab-${who}`;
  await ip("link", "add", port, "netns", namespace(who), "type", "veth", "peer", "name", port, "netns", namespace("router"));
  for (const [where, last] of [[who, net], ["router", 254]]) {
    await run(where, "ethtool", "-K", port, "tx", "off", "tso", "off", "gso", "off", "gro", "off");
    await inside(where, "address", "add", `${v4}.${last}/24`, "dev", port);
    const six = `2001:db8:${net}::${last === 254 ? "fe" : last}/64`;
    await inside(where, "address", "add", six, "dev", port, "nodad");
    await inside(where, "link", "set", port, "up");
  }
  await inside(who, "route", "add", "default", "via", `${v4}.254`);
  await inside(who, "-6", "route", "add", "default", "via", `2001:db8:${net}::fe`);
}
