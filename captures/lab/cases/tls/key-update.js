import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { certificate, keyLog, serveTls } from "../../lib/tls.js";

const answer = (body) => `HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: ${body.length}\r\n\r\n${body}`;

function serve(socket) {
  let n = 0;
  socket.on("error", () => {});
  let request = "";
  socket.on("data", (data) => {
    request += data;
    if (!request.endsWith("\r\n\r\n")) return;
    request = "";
    socket.write(answer(`answer ${++n}`));
  });
  socket.on("end", () => socket.end());
}

const server = (scene) =>
  serveTls(scene, certificate("server"), {
    serve,
    prepare: (tls) => tls.on("keylog", keyLog(scene)),
  });

// s_client reads commands from its input: K updates both sides' keys, k its own.
async function client({ host, port, log }) {
  const child = spawn("openssl", ["s_client", "-connect", `${host}:${port}`, "-tls1_3", "-servername", "localhost"]);
  child.stdout.resume();
  child.stderr.resume();
  const exited = once(child, "close");
  await sleep(200);
  for (const [n, command] of ["", "k", "K", "K"].entries()) {
    if (command) child.stdin.write(`${command}\n`);
    await sleep(150);
    child.stdin.write(`GET /${n} HTTP/1.1\r\n`);
    child.stdin.write("Host: lab.example\r\n\r\n");
    await sleep(150);
  }
  child.stdin.write("Q\n");
  await exited;
  log("done");
}

export default {
  title: "TLS 1.3 whose keys are updated, by one side and by both, with keys",
  description: `
openssl s_client asks node's server four times by HTTP on one connection, and between that updates its own keys (k) or asks
the server to do so, too (K, twice). The key log holds only the first secrets.`,
  port: 3477,
  packages: [],
  programs: ["openssl"],
  server,
  client,
};
