import { spawn } from "node:child_process";
import { once } from "node:events";
import { get } from "node:https";
import { setTimeout as sleep } from "node:timers/promises";
import { authority, certificateFile, keyLogFile, secureFacts } from "../../lib/tls.js";
import { serveSecureWebSockets, talkSecurely } from "../../lib/wss.js";

const [sockets, pages] = [3486, 3487];
// The client sends a key of the first group and can do the second.
const offer = { ecdhCurve: "X25519:P-384" };

// openssl s_server passes on what it reads and what it is given; what it is given here is an answer of HTTP.
async function servePage(scene) {
  const files = ["-cert", certificateFile("server.crt"), "-key", certificateFile("server.key")];
  const where = ["-accept", `${scene.host}:${pages}`, "-groups", "P-384", "-keylogfile", keyLogFile(scene)];
  const child = spawn("openssl", ["s_server", "-quiet", ...where, ...files], { stdio: ["pipe", "pipe", "ignore"] });
  const exited = once(child, "close");
  let request = "";
  child.stdout.on("data", (text) => {
    request += text;
    if (!request.endsWith("\r\n\r\n")) return;
    child.stdin.write("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 17\r\n\r\nfrom s_server ✓");
  });
  await sleep(200);
  return async () => {
    child.kill();
    await exited;
  };
}

async function server(scene) {
  const stops = [await serveSecureWebSockets({ ...scene, port: sockets }, { ecdhCurve: "P-384" }), await servePage(scene)];
  return () => Promise.all(stops.map((stop) => stop()));
}

async function fetchPage({ host, log }) {
  const answer = await new Promise((resolve, reject) => {
    get({ host, port: pages, path: "/", ca: authority, servername: "localhost", ...offer }, resolve).on("error", reject);
  });
  const { socket } = answer;
  log("secure", secureFacts(socket));
  answer.resume();
  await once(answer, "end");
  socket.end();
}

async function client(scene) {
  await talkSecurely({ ...scene, port: sockets }, offer, ["after a HelloRetryRequest"]);
  await fetchPage(scene);
}

export default {
  title: "TLS 1.3 with a HelloRetryRequest, with keys",
  description: `
Two servers that take only P-384, node's and openssl s_server -groups P-384, and clients that send a key of X25519 first: each
is asked for another one. The first carries a WebSocket, the second a request and its answer.`,
  port: sockets,
  ports: [sockets, pages],
  packages: ["ws"],
  programs: ["openssl"],
  server,
  client,
};
