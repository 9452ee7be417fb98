import { once } from "node:events";
import { constants } from "node:crypto";
import { certificate, keepSessions, serveTls, tryTls } from "../../lib/tls.js";

const [tickets, ids, retries] = [3469, 3470, 3471];

async function server(scene) {
  const on = (port, options, more) => serveTls({ ...scene, port }, { ...certificate("server"), ...options }, more);
  const idsOnly = { maxVersion: "TLSv1.2", secureOptions: constants.SSL_OP_NO_TICKET, sessionIdContext: "lab" };
  const stops = [
    await on(tickets, {}),
    await on(ids, idsOnly, { prepare: keepSessions }),
    await on(retries, { ecdhCurve: "P-384" }),
  ];
  return () => stops.forEach((stop) => stop());
}

// Connects twice; the second time with what the first one was given.
async function twice(scene, options) {
  let session;
  const keep = async (socket) => {
    socket.on("session", (given) => (session = given));
    socket.write("hello");
    await once(socket, "data");
    session ??= socket.getSession();
    socket.end();
  };
  await tryTls(scene, options, keep);
  await tryTls(scene, { ...options, session }, keep);
}

async function client(scene) {
  await twice({ ...scene, port: tickets }, { maxVersion: "TLSv1.2" });
  await twice({ ...scene, port: ids }, { maxVersion: "TLSv1.2" });
  await twice({ ...scene, port: tickets }, {});
  await tryTls({ ...scene, port: retries }, { ecdhCurve: "X25519:P-384" });
}

export default {
  title: "Resumed TLS sessions (ticket, session id, TLS 1.3), and a HelloRetryRequest",
  description: `
Node's client connects twice each: TLS 1.2 with a ticket, TLS 1.2 with a session id, TLS 1.3. At last it offers a key of a
group that the server does not take, and is asked for another one.`,
  port: tickets,
  ports: [tickets, ids, retries],
  packages: [],
  server,
  client,
};
