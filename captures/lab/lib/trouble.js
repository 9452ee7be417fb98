// Socket.IO peers for the diagnosis cases. Besides what their handlers get they log what the library says of trouble.
import { createServer } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { Server } from "socket.io-4";
import { io } from "socket.io-client-4";
import { authority, listen } from "./http.js";
import { connected, Endpoint, refused } from "./socketio.js";

// A heartbeat that a case of a few seconds hardly sees, and that ends a forgotten session soon.
export const soon = { pingInterval: 1500, pingTimeout: 700 };

// Starts a server with one small handler; returns { io, http, stop }. `number` tells several servers apart.
export async function serve(scene, { number, attach = answerWork, create = newest, ...options } = {}) {
  const http = createServer();
  const server = create(http, { ...soon, ...options });
  const log = number ? numbered(scene.log, number) : scene.log;
  watchEngine(server.engine, log);
  server.on("connection", (socket) => {
    socket.on("error", ({ message }) => log("error", { nsp: "/", message }));
    attach(new Endpoint(socket, log, "/", { explain }), socket, server);
  });
  await listen(http, scene);
  return { io: server, http, stop: () => stopWhenQuiet(server.engine, http) };
}

// A session that its client left without a word lives until its next heartbeat fails; that is part of the story.
async function stopWhenQuiet(engine, http) {
  while (engine.clientsCount > 0) await sleep(50);
  http.close();
}

export function answerWork(app) {
  app.on("work", (acknowledge, n) => acknowledge(n * n));
}

const newest = (http, options) => new Server(http, options);

const numbered = (log, server) => (kind, fields) => log(kind, { server, ...fields });

// What the server's Engine.IO has to say of its sessions, and of those that it refuses.
export function watchEngine(engine, log) {
  engine.on("connection", (session) => {
    log("open", { sid: session.id });
    // A closed session waits half a minute for one more poll. Nobody hears of it, but the process would wait too.
    session.transport.closeTimeout = 200;
    session.on("upgrade", ({ name }) => log("upgrade", { transport: name }));
    session.on("close", (reason) => log("close", { reason, sid: session.id }));
  });
  engine.on("connection_error", ({ code, message }) => log("connection_error", { code, message }));
}

// A client that never comes back by itself. `over` settles when it is disconnected or could not connect at all.
export function join(scene, { nsp = "/", create = io, hasSid = true, ...options } = {}) {
  const socket = create(`http://${authority(scene)}${nsp}`, { reconnection: false, ...options });
  const app = new Endpoint(socket, scene.log, nsp, { explain });
  const ready = connected(socket, scene.log, nsp, { hasSid });
  const failed = refused(socket, scene.log, nsp, { explain });
  const gone = new Promise((resolve) => socket.on("disconnect", resolve));
  watchUpgrade(socket.io.engine, scene.log);
  return { socket, app, ready, failed, gone, over: Promise.race([failed, gone]) };
}

function watchUpgrade(engine, log) {
  engine.on("upgrade", ({ name }) => log("upgrade", { transport: name }));
  engine.on("upgradeError", ({ message, transport }) => log("upgrade_error", { message, transport }));
}

// What an application can find out about a reason: the library's own words, the status and body of a poll's answer, the
// code of a closed WebSocket or of an error, the error below.
export function explain(details) {
  if (!details) return {};
  const { message, description, context } = details;
  const answered = typeof description === "number" && description > 0;
  return withoutUndefined({
    detail: message,
    status: answered ? description : undefined,
    body: answered ? context?.responseText : undefined,
    code: details.code ?? context?.code,
    cause: description?.message || context?.statusText?.message,
  });
}

const withoutUndefined = (object) =>
  Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined && value !== ""));
