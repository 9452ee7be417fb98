// A side played by Python, for socket options that node does not offer. The program gets "host port" and writes a line of
// JSON, { kind, … }, for each thing that is to be logged.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

export async function playPython({ host, port, log, python = "python3" }, program, ...args) {
  const child = spawn(python, ["-c", program, host, String(port), ...args], { stdio: ["ignore", "pipe", "inherit"] });
  createInterface({ input: child.stdout }).on("line", (line) => {
    const { kind, ...fields } = JSON.parse(line);
    log(kind, fields);
  });
  const [code] = await once(child, "close");
  if (code !== 0) throw new Error(`python ended with ${code}`);
}
