// A server of Python's websockets, as the server's side of a case.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { createInterface } from "node:readline";

// Debian's, for which its packages are.
const python = "/usr/bin/python3";
const program = fileURLToPath(new URL("python_websockets.py", import.meta.url));

// `ping`: { interval, timeout } in seconds. Returns the function that stops it, when its connections are over.
export async function servePythonWebSockets({ host, port, log }, { interval, timeout }) {
  const child = spawn(python, [program, host, port, interval, timeout].map(String), { stdio: ["ignore", "pipe", "ignore"] });
  const kill = () => child.kill("SIGKILL");
  process.on("exit", kill);
  const ended = once(child, "close");
  let open = 0;
  let quiet = () => {};
  await new Promise((listening) => {
    createInterface({ input: child.stdout }).on("line", (line) => {
      const { kind, ...fields } = JSON.parse(line);
      if (kind === "listening") return listening();
      if (kind === "open") open += 1;
      if (kind === "closed" && --open === 0) quiet();
      log(kind, fields);
    });
  });
  return async () => {
    if (open > 0) await new Promise((resolve) => (quiet = resolve));
    child.kill();
    await ended;
    process.off("exit", kill);
  };
}
