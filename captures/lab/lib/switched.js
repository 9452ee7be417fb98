// A client and a server in network namespaces of their own, joined by the switch of switch.py.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { output } from "./run.js";

const switchProgram = fileURLToPath(new URL("switch.py", import.meta.url));
const namespace = (who) => `wstrace-lab-${who}`;
const hosts = { client: "192.0.2.1", server: "192.0.2.2", mirror: undefined };

const ip = (...args) => output(["ip", ...args]);
const removeNamespaces = () =>
  Promise.all(Object.keys(hosts).map((who) => ip("netns", "del", namespace(who)).catch(() => {})));

// Starts the switch with these arguments and puts its ports into the namespaces.
export async function openSwitched(args, capturedPort, sysctl = {}) {
  await removeNamespaces();
  const program = spawn("python3", ["-B", switchProgram, ...args], { stdio: ["pipe", "pipe", "inherit"] });
  const ended = once(program, "exit");
  const close = async () => {
    program.stdin.end();
    await ended;
    await removeNamespaces();
  };
  try {
    await Promise.race([
      once(program.stdout, "data"),
      ended.then(() => Promise.reject(new Error("the switch does not start"))),
    ]);
    await plugIn("client", 1);
    await plugIn("server", 2);
    if (capturedPort === "mirror") await plugIn("mirror", 3);
    await setKernel(sysctl);
  } catch (error) {
    await close();
    throw error;
  }
  const enter = (who) => ["ip", "netns", "exec", namespace(who === "capture" ? capturedPort : who)];
  return { host: hosts.server, interface: `lab-${capturedPort}`, enter, close };
}

// { server: { "net.ipv4.tcp_rmem": "4096 4096 4096" } }, for the namespace alone.
async function setKernel(sysctl) {
  for (const [who, settings] of Object.entries(sysctl)) {
    const words = Object.entries(settings).map(([name, value]) => `${name}=${value}`);
    await output(["ip", "netns", "exec", namespace(who), "sysctl", "-q", "-w", ...words]);
  }
}

async function plugIn(who, number) {
  const port = `lab-${who}`;
  const inside = (...args) => ip("-n", namespace(who), ...args);
  await ip("netns", "add", namespace(who));
  await ip("link", "set", port, "address", `02:00:5e:00:53:0${number}`, "netns", namespace(who));
  await inside("link", "set", "lo", "up");
  if (hosts[who]) await inside("address", "add", `${hosts[who]}/24`, "dev", port);
  await inside("link", "set", port, "up");
}
