// Waits until no connection on the case's ports is left that still has packets to send.
import { setTimeout as sleep } from "node:timers/promises";
import { output } from "./run.js";

const tries = 100;
const intervalMs = 50;

export async function waitForTeardown(ports, network) {
  for (let i = 0; i < tries; ++i) {
    if ((await settled(ports, network, "client")) && (await settled(ports, network, "server"))) return;
    await sleep(intervalMs);
  }
  throw new Error(`connections on port ${ports.join(", ")} do not close`);
}

async function settled(ports, network, side) {
  const filter = `( ${ports.map((port) => `sport = :${port} or dport = :${port}`).join(" or ")} )`;
  const command = [...network.enter(side), "ss", "-Htan", filter];
  const states = (await output(command)).split("\n").map((line) => line.split(" ")[0]);
  return states.every((state) => ["", "LISTEN", "TIME-WAIT"].includes(state));
}
