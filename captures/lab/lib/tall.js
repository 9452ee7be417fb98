// Client and server in one network namespace whose loopback carries IPv6 segments of more than 64 KB ("BIG TCP"), which say
// their length in a jumbo payload option.
import { output } from "./run.js";

const name = "wstrace-lab-tall";
const ip = (...args) => output(["ip", ...args]);
const remove = () => ip("netns", "del", name).catch(() => {});
const most = "200000";

export async function openTall() {
  await remove();
  try {
    await ip("netns", "add", name);
    await ip("-n", name, "link", "set", "lo", "gso_max_size", most, "gro_max_size", most, "up");
  } catch (error) {
    await remove();
    throw error;
  }
  return { host: "::1", interface: "lo", enter: () => ["ip", "netns", "exec", name], close: remove };
}
