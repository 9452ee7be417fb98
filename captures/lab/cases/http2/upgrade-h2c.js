import { createServer } from "node:http";
import { authority, listen } from "../../lib/http.js";
import { startNghttpx } from "../../lib/nghttpx.js";
import { output } from "../../lib/run.js";

const [proxy, backend, plain] = [3516, 3517, 3518];

const serve = (log) =>
  createServer(async (request, response) => {
    const body = Buffer.concat(await request.toArray());
    log("request", { method: request.method, target: request.url });
    response.writeHead(request.url === "/nowhere" ? 404 : 200, { "Content-Type": "text/plain; charset=utf-8" });
    response.end(`${request.method} ${request.url} ✓ ${body.length}\n`);
  });

async function server(scene) {
  const behind = serve(scene.log);
  await listen(behind, { ...scene, port: backend });
  const deaf = serve(scene.log);
  await listen(deaf, { ...scene, port: plain });
  const stopProxy = await startNghttpx(scene, backend, { frontend: "no-tls" });
  return async () => {
    await stopProxy();
    behind.close();
    deaf.close();
  };
}

async function client(scene) {
  const url = (path, port = proxy) => `http://${authority({ ...scene, port })}${path}`;
  await curl(scene, [url("/plain"), url("/second")]);
  await curl(scene, ["--head", url("/plain")]);
  await curl(scene, ["--data", "hello=world", url("/upload")]);
  await curl(scene, [url("/deaf", plain)]);
  await nghttp(scene, ["/plain", "/nowhere", "/third?x=1"].map((path) => url(path)));
}

// Both print the heads of answers as they come, also the 101.
async function curl(scene, args) {
  logStatuses(scene, await output(["curl", "-s", "-i", "--http2", ...args]), /^HTTP\/\S+ (\d+)/gm);
}

async function nghttp(scene, urls) {
  logStatuses(scene, await output(["nghttp", "-v", "-u", ...urls]), /(?:HTTP\/1\.1|:status:) (\d{3})/g);
}

function logStatuses({ log }, said, pattern) {
  for (const [, status] of said.matchAll(pattern)) log("response", { status: Number(status) });
}

export default {
  title: "HTTP/2 without TLS by an upgrade of HTTP/1.1 (h2c), and a server that does not accept the offer",
  description: `
curl and nghttp offer h2c to nghttpx with their first request of HTTP/1.1; its 101 is followed by HTTP/2, on which the answer is
stream 1: a GET and a second one on the same connection, HEAD, a POST; nghttp sends two more requests, and PRIORITY frames
first. In between, node's HTTP/1.1 server on port ${plain} answers such an offer as if it were none. What nghttpx asks the server
behind it is not recorded; that server's log is the truth of the requests.`,
  port: proxy,
  ports: [proxy, plain],
  packages: [],
  programs: ["curl", "nghttp", "nghttpx"],
  server,
  client,
};
