// Waits until no connection on the case's port is left that still has packets to send.
import { setTimeout as sleep } from "node:timers/promises";
import { output } from "./run.js";

const tries = 100;
const intervalMs = 50;

export async function waitForTeardown(port, network) {
  for (let i = 0; i < tries; ++i) {
    if ((await settled(port, network, "client")) && (await settled(port, network, "server"))) return;
    await sleep(intervalMs);
  }
  throw new Error(`connections on port ${port} do not close`);
}

async function settled(port, network, side) {
  const command = [...network.enter(side), "ss", "-Htan", `( sport = :${port} or dport = :${port} )`];
  const states = (await output(command)).split("\n").map((line) => line.split(" ")[0]);
  return states.every((state) => ["", "LISTEN", "TIME-WAIT"].includes(state));
}
