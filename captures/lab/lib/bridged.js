// A server in a namespace of its own behind a bridge of the client's host, as a container engine sets it up. A packet
// passes two interfaces of that host: the bridge (lab-bridge) and the veth port (lab-port).
import { output } from "./run.js";

const sides = ["client", "server"];
const namespace = (who) => `wstrace-lab-${who}`;
const ip = (...args) => output(["ip", ...args]);
const inside = (who, ...args) => ip("-n", namespace(who), ...args);
const run = (who, ...command) => output(["ip", "netns", "exec", namespace(who), ...command]);
const removeAll = () => Promise.all(sides.map((who) => ip("netns", "del", namespace(who)).catch(() => {})));

export async function openBridged(captured, host) {
  await removeAll();
  try {
    for (const who of sides) {
      await ip("netns", "add", namespace(who));
      await inside(who, "link", "set", "lo", "up");
    }
    await inside("client", "link", "add", "lab-bridge", "type", "bridge");
    const [near, far] = [namespace("client"), namespace("server")];
    await ip("link", "add", "lab-port", "netns", near, "type", "veth", "peer", "name", "eth0", "netns", far);
    await inside("client", "link", "set", "lab-port", "master", "lab-bridge", "up");
    await address("client", "lab-bridge", 1);
    await address("server", "eth0", 2);
  } catch (error) {
    await removeAll();
    throw error;
  }
  const enter = (who) => ["ip", "netns", "exec", namespace(who === "capture" ? "client" : who)];
  return { host, interface: captured, enter, close: removeAll };
}

async function address(who, device, last) {
  // The sender's captures then have whole checksums, as on a wire.
  await run(who, "ethtool", "-K", device, "tx", "off").catch(() => {});
  await inside(who, "address", "add", `192.0.2.${last}/24`, "dev", device);
  await inside(who, "address", "add", `2001:db8:1::${last}/64`, "dev", device, "nodad");
  await inside(who, "link", "set", device, "up");
}
