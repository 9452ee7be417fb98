// TLS servers and clients. What a client's library says of its handshake goes into the truth as `secure`, what it says of
// one that failed as `error`.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { createServer, connect } from "node:tls";
import { fileURLToPath } from "node:url";
import { setTimeout as sleep } from "node:timers/promises";
import { output } from "./run.js";
import { capturesFolder, labFolder } from "./paths.js";

const folder = new URL("certificates/", labFolder);
if (!existsSync(new URL("self-signed.crt", folder))) await output([fileURLToPath(new URL("make", folder))]);

export const certificateFile = (name) => fileURLToPath(new URL(name, folder));
export const authority = readFileSync(new URL("ca.crt", folder));
// For a server's (or client's) options: certificates/<name>.crt and its key.
export const certificate = (name) => ({
  cert: readFileSync(new URL(`${name}.crt`, folder)),
  key: readFileSync(new URL(`${name}.key`, folder)),
});

// Where the case's keys are written down, beside its capture.
export const keyLogFile = ({ name }) => fileURLToPath(new URL(`${name}/keys.log`, capturesFolder));
// For the "keylog" event of node's servers and client sockets.
export const keyLog = (scene) => (line) => appendFileSync(keyLogFile(scene), line);

// A server that echoes. Returns what stops it. `prepare(server)` runs before it listens.
export async function serveTls(scene, options, { serve = echo, prepare = () => {} } = {}) {
  const server = createServer(options, serve);
  prepare(server);
  // What goes wrong in a handshake is what these cases are about.
  server.on("tlsClientError", () => {});
  server.listen(scene.port, scene.host);
  await once(server, "listening");
  return () => server.close();
}

function echo(socket) {
  socket.on("error", () => {});
  socket.on("data", (data) => socket.write(data));
  socket.on("end", () => socket.end());
}

// For a server that is to resume sessions by id: node keeps none by itself.
export function keepSessions(server) {
  const kept = new Map();
  server.on("newSession", (id, data, done) => done(kept.set(id.toString("hex"), data)));
  server.on("resumeSession", (id, done) => done(null, kept.get(id.toString("hex"))));
}

export function secureFacts(socket) {
  const { standardName } = socket.getCipher();
  return {
    version: socket.getProtocol().replace("v", " "),
    cipher: standardName,
    alpn: socket.alpnProtocol || "",
    resumed: socket.isSessionReused(),
  };
}

// Connects, says something, hears it again and closes. `use(socket)` in place of that.
export async function tryTls(scene, options, use = sayHello) {
  const socket = connect({ host: scene.host, port: scene.port, ca: authority, servername: "localhost", ...options });
  const closed = new Promise((resolve) => socket.on("close", resolve));
  socket.on("secureConnect", async () => {
    scene.log("secure", secureFacts(socket));
    await use(socket);
  });
  socket.on("error", ({ code, message }) => scene.log("error", { message: code ?? message }));
  await closed;
}

async function sayHello(socket) {
  socket.write("hello");
  await once(socket, "data");
  socket.end();
}

// The command line program. `says` is what it is given to send; it leaves after that. Its complaints are logged.
export async function opensslClient(scene, args, { says = "", waitMs = 150 } = {}) {
  const child = spawn("openssl", ["s_client", "-connect", `${scene.host}:${scene.port}`, ...args]);
  let said = "";
  child.stdout.on("data", (text) => (said += text));
  child.stderr.on("data", (text) => (said += text));
  child.stdin.on("error", () => {});
  const exited = once(child, "close");
  if (says) {
    await sleep(waitMs);
    child.stdin.write(says);
    await sleep(waitMs);
  }
  child.stdin.end();
  await exited;
  for (const [, message] of said.matchAll(/:error:[^:]*:[^:]*:[^:]*:([^:]*):/g)) scene.log("error", { message });
}

// `openssl s_server` until it is stopped.
export async function opensslServer(scene, args) {
  const child = spawn("openssl", ["s_server", "-accept", `${scene.host}:${scene.port}`, "-quiet", ...args], {
    stdio: ["pipe", "ignore", "ignore"],
  });
  const exited = once(child, "close");
  await sleep(200);
  return async () => {
    child.kill();
    await exited;
  };
}
