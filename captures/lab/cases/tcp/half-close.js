import { once } from "node:events";
import { createServer } from "node:http";
import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { listen } from "../../lib/http.js";

async function server(scene) {
  const http = createServer(async (request, response) => {
    scene.log("request", { method: request.method, target: request.url });
    await once(request.resume(), "end");
    for (const part of ["one ", "two ", "three"]) {
      await sleep(150);
      response.write(part);
    }
    response.end();
  });
  http.httpAllowHalfOpen = true;
  await listen(http, scene);
  return () => http.close();
}

async function client({ host, port, log }) {
  const socket = connect({ host, port, allowHalfOpen: true });
  socket.end(`GET /slow HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
  const text = Buffer.concat(await socket.toArray()).toString();
  log("response", { status: Number(text.split(" ")[1]) });
}

export default {
  title: "A client that closes its side after the request: the server still answers",
  description: `
The client sends FIN right behind its request (shutdown, as \`nc -N\` does). The server still sends its answer, in three
chunks over half a second.`,
  port: 3158,
  packages: [],
  server,
  client,
};
