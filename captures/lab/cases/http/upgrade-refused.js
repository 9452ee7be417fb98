import { once } from "node:events";
import { createServer, request } from "node:http";
import { WebSocket, WebSocketServer } from "ws";
import { authority, listen } from "../../lib/http.js";

async function server(scene) {
  const http = createServer();
  const sockets = new WebSocketServer({
    noServer: true,
    verifyClient: (_, decide) => decide(false, 401, "no token", { "WWW-Authenticate": "Bearer" }),
  });
  http.on("upgrade", (request, tcp, head) => {
    scene.log("request", { method: request.method, target: request.url });
    if (request.url === "/elsewhere") answer(tcp, "302 Found", `Location: http://${authority(scene)}/live`);
    else if (request.url === "/nowhere") answer(tcp, "404 Not Found", "Content-Type: text/plain", "no such room ✗\n");
    else sockets.handleUpgrade(request, tcp, head, () => {});
  });
  await listen(http, scene);
  return () => http.close();
}

function answer(tcp, status, header, body = "") {
  const length = Buffer.byteLength(body);
  tcp.end(`HTTP/1.1 ${status}\r\n${header}\r\nContent-Length: ${length}\r\nConnection: close\r\n\r\n${body}`);
}

async function client(scene) {
  await attempt(scene, "/secret");
  await attempt(scene, "/nowhere");
  await draftClient(scene, "/old");
  await attempt(scene, "/elsewhere");
}

async function attempt(scene, path) {
  const socket = new WebSocket(`ws://${authority(scene)}${path}`);
  await logResponse(
    scene,
    await new Promise((resolve) => socket.on("unexpected-response", (_, response) => resolve(response))),
  );
}

// The package ws cannot be made to ask for a version that its own server refuses.
async function draftClient(scene, path) {
  const headers = {
    ...{ Connection: "Upgrade", Upgrade: "websocket" },
    ...{ "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==", "Sec-WebSocket-Version": "7" },
  };
  const message = request({ host: scene.host, port: scene.port, path, headers }).end();
  await logResponse(scene, (await once(message, "response"))[0]);
}

async function logResponse({ log }, response) {
  const body = Buffer.concat(await response.toArray());
  log("response", { status: response.statusCode, bytes: body.length });
}

export default {
  title: "WebSocket upgrades that fail: 401, 404, 400 and a redirect",
  description: `
Four attempts on four connections: the server's verifyClient says 401, an unknown path gets 404 with a body, a client
of a draft version (plain node HTTP) gets 400, and one is redirected with 302, which the client does not follow.`,
  port: 3031,
  packages: ["ws"],
  format: "pcap",
  server,
  client,
};
