// Debian's nginx as a child process, with every file of its own in a temporary folder.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

// The headers that let a WebSocket through; nginx sends none of them on by itself.
export const upgradeHeaders = `
      proxy_http_version 1.1;
      proxy_set_header Upgrade $http_upgrade;
      proxy_set_header Connection $connection_upgrade;`;

const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];

const configuration = (directives, { host, port }) => `
daemon off;
master_process off;
pid nginx.pid;
error_log stderr info;
events {}
http {
  access_log off;
  ${temporary.map((name) => `${name}_temp_path ${name};`).join(" ")}
  map $http_upgrade $connection_upgrade { default upgrade; '' close; }
  server {
    listen ${host}:${port};
    ${directives.server}
  }
  ${directives.http ?? ""}
}
`;

// Listens on the scene's port with these directives ({ server, http }). Returns the function that stops it; what
// nginx said of trouble goes into the truth then, as a side of its own.
export async function startNginx(scene, directives) {
  const prefix = await mkdtemp(join(tmpdir(), "wstrace-nginx-"));
  for (const name of temporary) await mkdir(join(prefix, name));
  await writeFile(join(prefix, "nginx.conf"), configuration(directives, scene));

  const child = spawn("nginx", ["-e", "stderr", "-p", `${prefix}/`, "-c", "nginx.conf"], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  const kill = () => child.kill("SIGKILL");
  process.on("exit", kill);
  let said = "";
  child.stderr.on("data", (text) => (said += text));
  const exited = once(child, "close");

  await Promise.race([
    listening(scene, child),
    exited.then(() => Promise.reject(new Error(`nginx does not start: ${said}`))),
  ]);
  return async () => {
    child.kill("SIGTERM");
    await exited;
    process.off("exit", kill);
    await rm(prefix, { recursive: true });
    for (const message of errors(said)) scene.log.as("proxy")("error", { message });
  };
}

// `2026/01/31 12:00:00 [info] 1#1: *1 upstream timed out (110: …) while …, client: …` without its head and tail.
const errors = (said) =>
  said.split("\n").flatMap((line) => line.match(/\[(?:error|info)\] \d+#\d+: \*\d+ (.*?), client: /)?.slice(1) ?? []);

// Asks /proc/net/tcp and not the port: a connection would be in the recording.
export async function listening({ port }, child) {
  const wanted = new RegExp(`:${port.toString(16).toUpperCase().padStart(4, "0")} 00000000:0000 0A `);
  while (child.exitCode === null && !wanted.test(await readFile("/proc/net/tcp", "latin1"))) await sleep(20);
}
