// A part of a case that runs in a process of its own, so that it can be killed while its side lives on.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

const partProgram = fileURLToPath(new URL("part.js", import.meta.url));

// Runs `parts[part]` of the case in another process; what that logs goes into the log of this side. Settles when the
// part has returned. Returns { child, exited, kill(signal) }.
export async function startPart(scene, part) {
  const args = [partProgram, scene.name, part, scene.log.side, scene.host];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "inherit", "inherit", "ipc"] });
  let ready;
  const isReady = new Promise((resolve) => (ready = resolve));
  child.on("message", ({ kind, fields }) => (kind ? scene.log(kind, fields) : ready()));
  // "close" comes after the last message.
  const exited = once(child, "close");
  await Promise.race([isReady, exited]);
  return {
    child,
    exited,
    async kill(signal = "SIGKILL") {
      child.kill(signal);
      await exited;
    },
  };
}
