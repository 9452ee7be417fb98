// A server of python-socketio, as the server's side of a case.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { createInterface } from "node:readline";

// Debian's, for which its packages are.
const python = "/usr/bin/python3";
const program = fileURLToPath(new URL("python_server.py", import.meta.url));

export async function servePython({ host, port, log }) {
  const child = spawn(python, [program, host, String(port)], { stdio: ["ignore", "pipe", "ignore"] });
  const ended = once(child, "close");
  await new Promise((listening) => {
    createInterface({ input: child.stdout }).on("line", (line) => {
      const { kind, ...fields } = JSON.parse(line);
      kind === "listening" ? listening() : log(kind, fields);
    });
  });
  return async () => {
    child.kill();
    await ended;
  };
}
