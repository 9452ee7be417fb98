import { once } from "node:events";
import { connect, createServer } from "node:http2";
import { setTimeout as sleep } from "node:timers/promises";
import { gunzipSync, gzipSync } from "node:zlib";
import { authority, listen } from "../../lib/http.js";

const poem = "Über allen Gipfeln ist Ruh, in allen Wipfeln spürest du kaum einen Hauch. ".repeat(20);

const after = (ms) => async (response) => {
  await sleep(ms);
  response.end(`after ${ms} ms`);
};

const routes = {
  "/plain": (response) => response.end("plain text ✓\n"),
  "/empty": (response) => response.writeHead(204).end(),
  "/cached": (response) => response.writeHead(304, { etag: '"v1"' }).end(),
  "/gzip": (response) => response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync(poem)),
  "/hints": (response) => {
    response.writeEarlyHints({ link: "</style.css>; rel=preload" });
    response.end("with a hint before");
  },
  "/parts": async (response) => {
    for (const part of ["first ", "second ", poem]) {
      response.write(part);
      await sleep(20);
    }
    response.addTrailers({ "x-parts": "3" });
    response.end();
  },
  "/cookies": (response) => response.writeHead(200, { "set-cookie": ["a=1; HttpOnly", "b=2"] }).end("two cookies"),
  "/slow": after(120),
  "/medium": after(60),
  "/fast": after(0),
  "/upload": (response, body) => response.end(`${body.length} bytes`),
};

async function server(scene) {
  const http = createServer(async (request, response) => {
    const body = Buffer.concat(await request.toArray());
    scene.log("request", { method: request.method, target: request.url, bytes: body.length });
    const route = routes[request.url];
    if (route) route(response, body);
    else response.writeHead(404).end("not here");
  });
  await listen(http, scene);
  return () => http.close();
}

async function client(scene) {
  const session = connect(`http://${authority(scene)}`);
  await once(session, "remoteSettings");
  const ask = (path, method = "GET", more = {}) => askLogged(scene, session, { ":path": path, ":method": method }, more);
  for (const path of ["/plain", "/empty", "/cached", "/gzip", "/hints", "/parts", "/nowhere"]) await ask(path);
  await ask("/cookies", "GET", { headers: { cookie: ["x=1", "y=2"], "x-title": "sphinx of black quartz" } });
  await ask("/plain", "HEAD");
  await ask("/upload", "POST", { headers: { "content-length": 11 }, parts: ["hello world"] });
  await ask("/upload", "POST", { parts: ["in three ", "parts ", "✓"], trailers: { "x-checksum": "0badcafe" } });
  await ask("/upload", "POST", { headers: { expect: "100-continue" }, parts: ["after"] });
  await Promise.all(["/slow", "/medium", "/fast"].map((path) => ask(path)));
  session.close();
  await once(session, "close");
}

async function askLogged({ log }, session, start, { headers = {}, parts, trailers }) {
  const endStream = parts === undefined;
  const stream = session.request({ ...start, ...headers }, { endStream, waitForTrailers: trailers !== undefined });
  stream.on("headers", (informational) => log("response", { status: informational[":status"], bytes: 0 }));
  stream.on("wantTrailers", () => stream.sendTrailers(trailers));
  const answered = once(stream, "response");
  if (headers.expect) await once(stream, "continue");
  for (const part of parts ?? []) {
    stream.write(part);
    await sleep(10);
  }
  if (!endStream) stream.end();

  const [response] = await answered;
  const body = Buffer.concat(await stream.toArray());
  const whole = response["content-encoding"] === "gzip" ? gunzipSync(body) : body;
  log("response", { status: response[":status"], bytes: whole.length });
}

export default {
  title: "HTTP/2 without TLS, by prior knowledge: bodies, trailers, 1xx, HEAD, streams that overtake one another",
  description: `
One connection between node's http2 client and server. One after the other: plain, 204, 304, gzip, a 103 before the answer, an
answer in parts with trailers, 404, cookies, HEAD; a POST with a length, one in parts with trailers, one after 100 Continue.
At last three GETs at once that are answered in the other order.`,
  port: 3508,
  packages: [],
  server,
  client,
};
