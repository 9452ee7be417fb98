import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { authority, listen } from "../../lib/http.js";
import { createCleartextServer } from "../../lib/http2.js";
import { Http2Agent, openSession } from "../../lib/http2agent.js";
import { serveVotes, vote, voters } from "../../lib/scenarios/votes.js";

const transports = ["websocket"];

async function server(scene) {
  const http = createCleartextServer();
  serveVotes(scene, http, { transports });
  await listen(http, scene);
  return () => http.close();
}

async function client(scene) {
  const session = await openSession(`http://${authority(scene)}`);
  await Promise.all(voters.map((number) => vote(scene, number, { transports, agent: new Http2Agent(session) })));
  await sleep(50);
  session.close();
  await once(session, "close");
}

export default {
  title: "Three Socket.IO 4 clients on one HTTP/2 connection without TLS",
  description: `
Like socketio/v4-proxy, on WebSockets that are three streams of one connection, as behind a proxy that speaks HTTP/2 with the
server. "client" in the truth is the client's number, which it sends as its auth payload.`,
  port: 3510,
  packages: ["socket.io-4", "socket.io-client-4"],
  server,
  client,
};
