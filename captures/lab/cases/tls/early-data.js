import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { certificateFile, keyLogFile, opensslServer } from "../../lib/tls.js";

const request = (path) => `GET ${path} HTTP/1.1\r\nHost: lab.example\r\n\r\n`;

const server = (scene) =>
  opensslServer(scene, [
    ...["-cert", certificateFile("server.crt"), "-key", certificateFile("server.key")],
    ...["-early_data", "-keylogfile", keyLogFile(scene), "-no_anti_replay"],
  ]);

async function talk({ host, port }, args, says) {
  const child = spawn("openssl", ["s_client", "-connect", `${host}:${port}`, "-tls1_3", "-quiet", "-no_ign_eof", ...args]);
  child.stdout.resume();
  child.stderr.resume();
  const exited = once(child, "close");
  await sleep(200);
  child.stdin.write(says);
  await sleep(200);
  child.stdin.end();
  await exited;
}

async function client(scene) {
  const folder = await mkdtemp(join(tmpdir(), "wstrace-lab-"));
  const [session, early] = [join(folder, "session"), join(folder, "early")];
  await writeFile(early, request("/early"));
  await talk(scene, ["-sess_out", session], request("/first"));
  await talk(scene, ["-sess_in", session, "-early_data", early], request("/later"));
  await rm(folder, { recursive: true });
  scene.log("done");
}

export default {
  title: "TLS 1.3 with early data (0-RTT), with keys",
  description: `
openssl s_client resumes a session and sends an HTTP request with its ClientHello; s_server accepts it. Nobody answers the
requests: s_server only reads them.`,
  port: 3478,
  packages: [],
  programs: ["openssl"],
  server,
  client,
};
