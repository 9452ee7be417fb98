import { once } from "node:events";
import { connect, createServer } from "node:http2";
import { setTimeout as sleep } from "node:timers/promises";
import { authority, listen } from "../../lib/http.js";

const settings = { maxFrameSize: 1 << 20 };
const upload = Buffer.alloc(200_000, "0123456789abcdef");

// By path. What goes wrong in a stream is what the case is about: the client tells of it.
const routes = {
  "/slow-reader": async (stream) => {
    await sleep(600);
    let bytes = 0;
    for await (const chunk of stream) bytes += chunk.length;
    stream.respond({ ":status": 200 });
    stream.end(`${bytes} bytes`);
  },
  "/wrong-length": (stream) => {
    stream.respond({ ":status": 200, "content-length": 20 });
    stream.end("not twenty");
  },
  "/half": (stream) => {
    stream.respond({ ":status": 200 });
    stream.write("the first half and");
  },
  "/never": async (stream) => {
    await sleep(100);
    stream.session.destroy();
  },
};

async function server(scene) {
  const http = createServer({ settings });
  http.on("stream", (stream, headers) => {
    stream.on("error", () => {});
    scene.log("request", { method: headers[":method"], target: headers[":path"] });
    routes[headers[":path"]](stream);
  });
  await listen(http, scene);
  return () => http.close();
}

async function client(scene) {
  const session = connect(`http://${authority(scene)}`);
  session.on("error", () => {});
  await once(session, "remoteSettings");
  await ask(scene, session, { ":path": "/slow-reader", ":method": "POST" }, upload);
  await ask(scene, session, { ":path": "/wrong-length" });
  const gone = once(session, "close");
  const half = ask(scene, session, { ":path": "/half" });
  await sleep(50);
  await Promise.all([half, ask(scene, session, { ":path": "/never" })]);
  await gone;
}

// Until the stream is closed, whichever way.
async function ask(scene, session, headers, body) {
  const stream = session.request(headers);
  stream.on("response", ({ ":status": status }) => scene.log("response", { status }));
  stream.on("error", ({ code, message }) => scene.log("error", { message: code ?? message }));
  stream.resume();
  stream.end(body);
  await new Promise((resolve) => stream.on("close", resolve));
}

export default {
  title: "HTTP/2 streams that go wrong: a slow reader, a wrong content-length, responses that are cut off or never come",
  description: `
A server reads nothing of an upload for 600 ms, so that the stream's flow control window stays shut; it announces 20 bytes
and sends 10; and it destroys the connection while one answer is half sent and another one has not begun. The server takes frames of
up to 1 MiB.`,
  port: 3527,
  packages: [],
  format: "pcapng.gz",
  server,
  client,
};
