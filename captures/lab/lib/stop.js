// A process that stands still, as under a debugger, in a swapped out virtual machine, or on a closed laptop.
import { spawn } from "node:child_process";
import { once } from "node:events";

// Stops this process with SIGSTOP. A small helper lets it continue later; the kernel answers for it meanwhile.
export async function standStill(ms) {
  const helper = spawn("sh", ["-c", `sleep ${ms / 1000}; kill -CONT ${process.pid}`], { stdio: "ignore" });
  await once(helper, "spawn");
  process.kill(process.pid, "SIGSTOP");
}
