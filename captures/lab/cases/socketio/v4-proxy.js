import { Agent, createServer } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { Server } from "socket.io-4";
import { io as connect } from "socket.io-client-4";
import { authority, listen } from "../../lib/http.js";
import { startNginx } from "../../lib/nginx.js";
import { connected, Endpoint, upgradeLate } from "../../lib/socketio.js";

const [proxyPort, serverPort] = [3122, 3123];
const clients = [1, 2, 3];

// Connections to the server are kept and shared by whoever polls; only an upgrade takes one for itself.
const location = `
  proxy_pass http://application;
  proxy_http_version 1.1;
  proxy_set_header Host $http_host;
  proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
  proxy_set_header Upgrade $http_upgrade;
  proxy_set_header Connection $kept_or_upgraded;`;

async function server(scene) {
  const http = createServer({ keepAliveTimeout: 2000 });
  const io = new Server(http);
  upgradeLate(io, 60);
  const votes = [];
  io.on("connection", (socket) => {
    const app = new Endpoint(socket, scene.log.of(socket.handshake.auth.client));
    app.on("vote", (acknowledge, choice) => {
      acknowledge({ counted: choice });
      if (votes.push(choice) === clients.length) io.emit("result", { votes: votes.length, text: "gezählt ☑" });
    });
    app.on("photo", (acknowledge, data) => acknowledge(Buffer.from(data).reverse()));
    app.emit("welcome", `wëlcome ${socket.handshake.auth.client}`);
  });
  await listen(http, { ...scene, port: serverPort });
  const stopNginx = await startNginx(scene, {
    server: `location / { ${location} }`,
    http: `
      map $http_upgrade $kept_or_upgraded { default upgrade; '' ''; }
      upstream application { server ${scene.host}:${serverPort}; keepalive 4; }`,
  });
  return async () => {
    await stopNginx();
    http.close();
  };
}

async function client(scene) {
  await Promise.all(clients.map((number) => join(scene, number)));
}

async function join(scene, number) {
  await sleep(30 * number);
  const agent = new Agent({ keepAlive: true });
  const log = scene.log.of(number);
  const socket = connect(`http://${authority(scene)}`, { agent, forceNew: true, auth: { client: number } });
  const app = new Endpoint(socket, log).on("welcome").on("result");
  await connected(socket, log);
  await app.received("welcome");
  await app.request("vote", number === 2 ? "ja" : "nein");
  const { engine } = socket.io;
  if (engine.transport.name === "polling") await new Promise((resolve) => engine.once("upgrade", resolve));
  await app.received("result");
  await app.request("photo", Buffer.from([number, 0, 254, 255]));
  socket.disconnect();
  agent.destroy();
}

export default {
  title: "Socket.IO 4 behind nginx: three clients, recorded on both sides of the proxy",
  description: `
Three clients at once with the default transports; nginx passes WebSockets on and keeps connections to the server,
which the polls of all clients share. It may also send an upgrade on one that has carried polls before, of another
session too. The same requests are in the recording twice: from the clients to port ${proxyPort}, and from nginx to port
${serverPort} with an X-Forwarded-For header. The server accepts WebSockets 60 ms late, so that the first events go over
polling. "client" in the truth is the client's number, which it sends as its auth payload.`,
  port: proxyPort,
  ports: [proxyPort, serverPort],
  packages: ["socket.io-4", "socket.io-client-4"],
  programs: ["nginx"],
  server,
  client,
};
