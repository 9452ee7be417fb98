// Waits until no connection on the case's port is left that still has packets to send.
import { setTimeout as sleep } from "node:timers/promises";
import { output } from "./run.js";

const tries = 100;
const intervalMs = 50;

export async function waitForTeardown(port, network) {
  const command = [...network.enter("client"), "ss", "-Htan", `( sport = :${port} or dport = :${port} )`];
  for (let i = 0; i < tries; ++i) {
    const states = (await output(command)).split("\n").map((line) => line.split(" ")[0]);
    if (states.every((state) => ["", "LISTEN", "TIME-WAIT"].includes(state))) return;
    await sleep(intervalMs);
  }
  throw new Error(`connections on port ${port} do not close`);
}
