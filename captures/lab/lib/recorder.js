// Records one case: capture on, server up, client through its scenario, server down, teardown seen, capture off.
import { mkdir, rm, readdir, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { setTimeout as sleep } from "node:timers/promises";
import { startCapture, fileName } from "./capture.js";
import { openNetwork } from "./network.js";
import { startSide } from "./sides.js";
import { waitForTeardown } from "./teardown.js";
import { checkCapture } from "./check.js";
import { describeOrigin } from "./origin.js";
import { truthLines } from "./truth.js";
import { capturesFolder } from "./paths.js";

// Lets the server see the client's goodbye before it is stopped itself.
const goodbyeMs = 150;

export async function recordCase(definition) {
  const folder = new URL(`${definition.name}/`, capturesFolder);
  await mkdir(folder, { recursive: true });
  await removeOldCapture(folder);
  const file = fileURLToPath(new URL(fileName(definition.format), folder));

  const network = await openNetwork(definition.network);
  let truth;
  try {
    const capture = await startCapture(definition, network, file);
    const recording = once(capture);
    truth = await play(definition, network, recording).finally(recording.stop);
  } finally {
    await network.close();
  }
  if (truth.length === 0) throw new Error("the application logged nothing");
  const seen = await checkCapture(definition, file);

  await writeFile(new URL("truth.ndjson", folder), truthLines(truth));
  await writeFile(new URL("ORIGIN.md", folder), await describeOrigin(definition, network));
  return `${seen}, ${truth.length} lines of truth`;
}

// Stops the capture at the first call.
function once(capture) {
  let stopped;
  return { stop: () => (stopped ??= capture.stop()), isOn: () => stopped === undefined };
}

async function play(definition, network, recording) {
  const options = { isRecorded: recording.isOn, whenAsked: recording.stop };
  const server = definition.server && (await startSide("server", definition, network, options));
  try {
    const client = await startSide("client", definition, network, options);
    const clientTruth = await client.finished;
    await sleep(goodbyeMs);
    if (definition.captureEndsFirst) await recording.stop();
    const serverTruth = server ? await server.stop() : [];
    await waitForTeardown(definition.ports, network);
    return [...serverTruth, ...clientTruth];
  } finally {
    server?.kill();
  }
}

async function removeOldCapture(folder) {
  for (const name of await readdir(folder)) {
    if (name.startsWith("input.") || name === "keys.log") await rm(new URL(name, folder));
  }
}
