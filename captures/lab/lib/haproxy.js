// Debian's HAProxy as a child process, in front of one server.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { listening } from "./nginx.js";

// `defaults` are lines of HAProxy's own: its time limits.
const configuration = ({ host, port }, backend, defaults) => `
defaults
  mode http
  ${defaults.join("\n  ")}
frontend clients
  bind ${host}:${port}
  default_backend servers
backend servers
  server one ${host}:${backend}
`;

// Listens on the scene's port. Returns the function that stops it.
export async function startHaproxy(scene, backend, defaults) {
  const folder = await mkdtemp(join(tmpdir(), "wstrace-haproxy-"));
  const file = join(folder, "haproxy.cfg");
  await writeFile(file, configuration(scene, backend, defaults));
  const child = spawn("haproxy", ["-db", "-f", file], { stdio: "ignore" });
  const kill = () => child.kill("SIGKILL");
  process.on("exit", kill);
  const exited = once(child, "close");
  await Promise.race([
    listening(scene, child),
    exited.then(() => Promise.reject(new Error("haproxy does not start"))),
  ]);
  return async (signal = "SIGTERM") => {
    child.kill(signal);
    await exited;
    process.off("exit", kill);
    await rm(folder, { recursive: true, force: true });
  };
}
