// Debian's nghttpx, the proxy of the nghttp2 project, as a child process.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { listening } from "./nginx.js";
import { certificateFile } from "./tls.js";

// Listens on the scene's port, and sends what comes to `backend` (a port of the same host). Both speak what they are told:
// `frontend` and `protocol` are parameters of nghttpx's. Returns the function that stops it.
export async function startNghttpx({ host, port }, backend, { frontend = "tls", protocol = "http/1.1", args = [] } = {}) {
  const child = spawn(
    "nghttpx",
    [
      ...["--conf=/dev/null", "--workers=1", "--no-ocsp", "--log-level=ERROR", "--errorlog-file=/dev/null"],
      `--frontend=${host},${port}${frontend === "tls" ? "" : `;${frontend}`}`,
      `--backend=${host},${backend};;proto=${protocol}`,
      ...args,
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
