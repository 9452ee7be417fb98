// Runs one side of a case in a process of its own (side.js), in the network namespace that the side lives in.
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

const sideProgram = fileURLToPath(new URL("side.js", import.meta.url));
const deadlineMs = 45_000;
// To end what it started.
const graceMs = 1000;

// `whenAsked` runs when the side asks for the end of the capture. `isRecorded` says whether what is logged now belongs to the
// truth.
// The server is returned once it listens; the client at once, its `finished` settles when the scenario is over.
export async function startSide(role, definition, network, { isRecorded = () => true, whenAsked } = {}) {
  const [command, ...args] = [
    ...network.enter(role),
    process.execPath,
    ...(definition.nodeArguments?.(role) ?? []),
    sideProgram,
    definition.name,
    role,
    network.host,
  ];
  const child = spawn(command, args, { stdio: ["ignore", "inherit", "inherit", "ipc"] });
  const deadlines = [
    setTimeout(() => child.kill(), deadlineMs),
    setTimeout(() => child.kill("SIGKILL"), deadlineMs + graceMs),
  ];

  const truth = [];
  let listening;
  const ready = new Promise((resolve) => (listening = resolve));
  child.on("message", async (message) => {
    if (message.truth) isRecorded() && truth.push(message.truth);
    else if (message === "listening") listening();
    else child.send(await whenAsked().then(() => "stopped"));
  });

  const finished = new Promise((resolve, reject) => {
    // Not "exit": that may come before the last messages.
    child.on("close", (code, signal) => {
      deadlines.forEach(clearTimeout);
      if (code === 0) resolve(truth);
      else reject(new Error(`${definition.name}: the ${role} ended with ${signal ?? code}`));
    });
  });
  if (role === "server") await Promise.race([ready, finished]);
  const stop = () => {
    if (child.connected) child.send("stop");
    return finished;
  };
  return { finished, stop, kill: () => child.kill() };
}
