// Debian's nghttpx, the proxy of the nghttp2 project, as a child process.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { listening } from "./nginx.js";
import { certificateFile } from "./tls.js";

// Listens on the scene's port ("tls" or "no-tls"), and sends what comes to the port `backend` by that protocol. Returns the
// function that stops it.
export async function startNghttpx({ host, port }, backend, { frontend = "tls", protocol = "http/1.1" } = {}) {
  const child = spawn(
    "nghttpx",
    [
      ...["--conf=/dev/null", "--workers=1", "--no-ocsp", "--log-level=ERROR", "--errorlog-file=/dev/null"],
      `--frontend=${host},${port}${frontend === "tls" ? "" : `;${frontend}`}`,
      `--backend=${host},${backend};;proto=${protocol}`,
      ...[certificateFile("server.key"), certificateFile("server.crt")],
    ],
    { stdio: "ignore" },
  );
  const kill = () => child.kill("SIGKILL");
  process.on("exit", kill);
  const exited = once(child, "close");
  await Promise.race([
    listening({ port }, child),
    exited.then(() => Promise.reject(new Error("nghttpx does not start"))),
  ]);
  return async () => {
    child.kill("SIGTERM");
    await exited;
    process.off("exit", kill);
  };
}
