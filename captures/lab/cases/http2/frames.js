import { once } from "node:events";
import { connect, createServer } from "node:http2";
import { authority, listen } from "../../lib/http.js";
import { output } from "../../lib/run.js";

// Longer than a frame may be.
const long = "sphinx of black quartz, judge my vow; ".repeat(600);

function serve(scene, request, response) {
  scene.log("request", { method: request.method, target: request.url });
  const { stream } = request;
  if (request.url === "/pushed") {
    stream.pushStream({ ":path": "/style.css" }, (error, push) => {
      push.respond({ ":status": 200, "content-type": "text/css" });
      push.end("h1 { color: teal }");
    });
  }
  if (request.url === "/long") response.setHeader("x-long", long);
  if (request.url === "/alternatives") {
    stream.session.altsvc('h2=":8443"', stream.id);
    stream.session.origin("https://lab.example");
  }
  response.end(`this is ${request.url}`);
}

async function server(scene) {
  const roomy = { maxHeaderListSize: 100_000 };
  const http = createServer({ settings: roomy }, (request, response) => serve(scene, request, response));
  await listen(http, scene);
  return () => http.close();
}

async function client(scene) {
  await node(scene);
  const url = `http://${authority(scene)}`;
  const said = await output(["nghttp", "-nv", "--continuation", "-p", "200", "-b", "20", `${url}/first`, `${url}/second`]);
  for (const [, status] of said.matchAll(/:status: (\d{3})/g)) scene.log("response", { status: Number(status) });
}

async function node(scene) {
  const roomy = { maxSendHeaderBlockLength: 100_000, settings: { maxHeaderListSize: 100_000 } };
  const session = connect(`http://${authority(scene)}`, roomy);
  const answered = ({ ":status": status }) => scene.log("response", { status });
  session.on("stream", (push) => {
    push.on("push", answered);
    push.resume();
  });
  const ask = async (path, headers = {}) => {
    const stream = session.request({ ":path": path, ...headers });
    stream.on("response", answered);
    const { length } = await stream.toArray();
    if (length === 0) throw new Error(`no answer to ${path}`);
  };
  await once(session, "remoteSettings");
  await ask("/pushed");
  await new Promise((resolve) => session.ping(Buffer.from("are you?"), resolve));
  await ask("/long", { "x-long": long });
  await new Promise((resolve) => session.settings({ headerTableSize: 0, enablePush: false }, resolve));
  await ask("/plain");
  await new Promise((resolve) => session.settings({ headerTableSize: 1000, initialWindowSize: 100 }, resolve));
  await ask("/alternatives");
  await ask("/plain");
  session.close();
  await once(session, "close");
}

export default {
  title: "The other frames of HTTP/2: PUSH_PROMISE, PING, CONTINUATION, SETTINGS that change, ALTSVC, ORIGIN, PRIORITY",
  description: `
Two connections to node's http2 without TLS. Node's client is pushed a style sheet, pings, sends and gets headers of 23 KB,
takes HPACK's table away and allows a small one later, and is told of alternatives. nghttp sends PRIORITY frames, padding, and a
header so long that it needs CONTINUATION. The truth of a pushed answer is the client's alone.`,
  port: 3524,
  format: "pcapng.gz",
  packages: [],
  programs: ["nghttp"],
  server,
  client,
};
