import { once } from "node:events";
import { Agent, createServer, request } from "node:http";
import { listen } from "../../lib/http.js";
import { acceptFor, switching } from "../../lib/upgrades.js";

// One kept-alive connection: a page, an upgrade that is refused, and one that is answered with what belonged to the first.
async function server(scene) {
  let first;
  const http = createServer((message, response) => {
    scene.log("request", { method: message.method, target: message.url });
    response.end("a page\n");
  });
  http.on("upgrade", (message, tcp) => {
    scene.log("request", { method: message.method, target: message.url });
    tcp.on("error", () => {});
    tcp.on("end", () => tcp.end());
    const key = message.headers["sec-websocket-key"];
    first ??= key;
    if (message.url === "/refused") {
      tcp.write("HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\nContent-Length: 0\r\n\r\n");
      // Node has taken its parser away; the connection goes on as it would behind a proxy.
      tcp.once("data", (data) => {
        const [, method, target] = data.toString("latin1").match(/^(\S+) (\S+)/);
        scene.log("request", { method, target });
        tcp.write(switching("", { "Sec-WebSocket-Accept": acceptFor(first) }));
      });
    }
  });
  await listen(http, scene);
  return () => http.close();
}

async function client(scene) {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  await ask(scene, agent, "/page");
  await ask(scene, agent, "/refused", upgrade("wDqumtseNBJdhkihL6PW7w=="));
  await ask(scene, agent, "/stored", upgrade("x3JJHMbDL1EzLkh9GBhXDw=="));
  agent.destroy();
}

const upgrade = (key) => ({
  ...{ Connection: "Upgrade", Upgrade: "websocket" },
  ...{ "Sec-WebSocket-Key": key, "Sec-WebSocket-Version": "13" },
});

async function ask({ host, port, log }, agent, path, headers = {}) {
  const message = request({ host, port, agent, path, headers }).end();
  const [response, socket] = await Promise.race([once(message, "response"), once(message, "upgrade")]);
  log("response", { status: response.statusCode });
  if (socket) return socket.end();
  await response.toArray();
  // The agent takes the connection back in the next turn.
  await new Promise(setImmediate);
}

export default {
  title: "Upgrades on a kept-alive connection: one is rejected, the next is answered from a cache",
  description: `
Three requests by node's HTTP client on one connection: a page, an upgrade that is answered with 503, and another upgrade
whose 101 has the Sec-WebSocket-Accept that would have been the first one's, as a cache in between would answer.`,
  port: 3411,
  packages: [],
  server,
  client,
};
