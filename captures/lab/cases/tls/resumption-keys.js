import { constants } from "node:crypto";
import { keepSessions } from "../../lib/tls.js";
import { serveSecureWebSockets, talkSecurely } from "../../lib/wss.js";

const [tickets, ids] = [3483, 3484];

async function server(scene) {
  const byId = { maxVersion: "TLSv1.2", secureOptions: constants.SSL_OP_NO_TICKET, sessionIdContext: "lab" };
  const stops = [
    await serveSecureWebSockets({ ...scene, port: tickets }),
    await serveSecureWebSockets({ ...scene, port: ids }, byId, keepSessions),
  ];
  return () => stops.forEach((stop) => stop());
}

// Connects twice; the second time with what the first one was given.
async function twice(scene, options, how) {
  const session = await talkSecurely(scene, options, [`full handshake, ${how}`]);
  await talkSecurely(scene, { ...options, session }, [`resumed, ${how}`]);
}

async function client(scene) {
  await twice({ ...scene, port: tickets }, { maxVersion: "TLSv1.2" }, "TLS 1.2 with a ticket");
  await twice({ ...scene, port: ids }, { maxVersion: "TLSv1.2" }, "TLS 1.2 with a session id");
  await twice({ ...scene, port: tickets }, {}, "TLS 1.3 with a pre-shared key");
}

export default {
  title: "WebSockets through resumed TLS sessions (ticket, session id, TLS 1.3), with keys",
  description: `
A client of the package ws connects twice each: TLS 1.2 with a ticket, TLS 1.2 with a session id, TLS 1.3. The key log has
lines of its own for the resumed connections.`,
  port: tickets,
  ports: [tickets, ids],
  packages: ["ws"],
  server,
  client,
};
