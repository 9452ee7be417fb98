// QUIC by ngtcp2's example programs, an HTTP/3 server and client. What they write of themselves goes into the truth: `quic` for
// each connection that the client tries, `agreed` once TLS is, `http3` for a request or an answer, `closed` for an error.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { certificateFile } from "./tls.js";
import { output } from "./run.js";

const quiet = ["--no-quic-dump", "--no-http-dump"];

// A server of these pages. Returns what stops it.
export async function serveQuic(scene, { args = [], pages = { "index.html": "hello by HTTP/3\n" } } = {}) {
  const folder = await mkdtemp(join(tmpdir(), "wstrace-lab-"));
  for (const [name, content] of Object.entries(pages)) await writeFile(join(folder, name), content);
  const keys = [certificateFile("server.key"), certificateFile("server.crt")];
  const child = run("gtlsserver", [...quiet, "-d", folder, ...args, scene.host, String(scene.port), ...keys]);
  const kill = () => child.process.kill("SIGKILL");
  process.on("exit", kill);
  await listening(scene, child.process);
  return async () => {
    child.process.kill();
    await child.exited;
    process.off("exit", kill);
    await rm(folder, { recursive: true });
    tell(child.said(), scene.log);
  };
}

// Asks for a page, and is gone when it has it, or after so long.
export async function fetchByQuic(scene, { args = [], path = "/", giveUpMs = 10_000 } = {}) {
  const url = `https://localhost:${scene.port}${path}`;
  const leaves = "--exit-on-all-streams-close";
  const child = run("gtlsclient", [...quiet, leaves, ...args, scene.host, String(scene.port), url]);
  const timer = setTimeout(() => child.process.kill(), giveUpMs);
  await child.exited;
  clearTimeout(timer);
  tellTries(child.said(), scene.log);
  tell(child.said(), scene.log);
}

function run(program, args) {
  const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  child.stdout.on("data", (text) => (said += text));
  child.stderr.on("data", (text) => (said += text));
  return { process: child, exited: once(child, "close"), said: () => said };
}

// Packet number 0 begins a connection; further Initial packets of it are tries, as long as nothing came back.
function tellTries(said, log) {
  const sent = / pkt tx pkn=(\d+) dcid=0x(\w+) scid=0x(\w+) version=0x(\w+) type=Initial /;
  const answered = / pkt rx /.test(said);
  const connections = [];
  for (const line of said.split("\n")) {
    const [, number, dcid, scid, version] = line.match(sent) ?? [];
    if (number === "0") connections.push({ version, dcid, scid, tries: 0 });
    if (number && !answered) connections.at(-1).tries++;
  }
  for (const { tries, ...connection } of connections) log("quic", { ...connection, ...(tries && { tries }) });
}

function tell(said, log) {
  let cipher;
  for (const line of said.split("\n")) {
    const [, suite] = line.match(/^Negotiated cipher suite is (.*)/) ?? [];
    const [, alpn] = line.match(/^Negotiated ALPN is (.*)/) ?? [];
    const [, status] = line.match(/\[:status: (\d+)\]/) ?? [];
    const [, path] = line.match(/stream \w+ \[:path: (.*)\]/) ?? [];
    const [, error] = line.match(/ frm rx .* CONNECTION_CLOSE\(0x1c\) error_code=(\S+)/) ?? [];
    cipher = suite ?? cipher;
    if (alpn) log("agreed", { alpn, cipher });
    if (status) log("http3", { answer: Number(status) });
    if (path) log("http3", { path });
    if (error) log("closed", { error });
  }
}

// Asks /proc/net/udp and not the port.
async function listening({ port }, child) {
  const wanted = new RegExp(`:${port.toString(16).toUpperCase().padStart(4, "0")} 00000000:0000 07 `);
  while (child.exitCode === null && !wanted.test(await readFile("/proc/net/udp", "latin1"))) await sleep(20);
}

// What Chromium needs to speak QUIC to the lab's server, whose authority it does not know: elsewhere than for TCP, it accepts
// a certificate for QUIC by its key alone.
export async function quicArguments({ host, port }, { force = true } = {}) {
  const key = "openssl x509 -in \"$0\" -pubkey -noout | openssl pkey -pubin -outform der | openssl dgst -sha256 -binary | base64";
  const digest = (await output(["sh", "-c", key, certificateFile("server.crt")])).trim();
  return [
    ...(force ? [`--origin-to-force-quic-on=localhost:${port}`] : []),
    `--ignore-certificate-errors-spki-list=${digest}`,
    `--host-resolver-rules=MAP localhost ${host}`,
  ];
}
