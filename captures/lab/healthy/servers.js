// The servers of the healthy sessions: (scene, row) => the function that stops them. What is said is the same on all.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import createServer2 from "socket.io-2";
import { Server as Server4 } from "socket.io-4";
import { WebSocketServer } from "ws";
import { listen, servePages } from "../lib/http.js";
import { listening } from "../lib/nginx.js";
import { Endpoint } from "../lib/socketio.js";
import { watchEngine } from "../lib/trouble.js";
import { logSocket } from "../lib/websocket.js";
import { pageFor } from "./page.js";

// Heartbeats that a session of two seconds shows. The other rows have each library's own.
const beatMs = 400;
const patienceMs = 5000;

const graceMs = 1000;
// An administrator stops the server, not the request that asks for it here: that is answered first.
const haltMs = 200;

const folder = fileURLToPath(new URL(".", import.meta.url));

const node = (create) => async (scene, row) => {
  const http = createServer(servePages({ "/": pageFor(row) }));
  const io = create(http, row.pace === "beats" ? { pingInterval: beatMs, pingTimeout: patienceMs } : {});
  watchEngine(io.engine, scene.log);
  io.on("connection", (socket) => converse(new Endpoint(socket, scene.log), socket, io));
  await listen(http, scene);
  return () => io.close();
};

function converse(app, socket, io) {
  app.on("hello", () => app.emit("welcome", { from: "node" }));
  app.on("work", (acknowledge, n) => acknowledge(n * n));
  app.on("note", async (_, text) => {
    await app.request("ask", 6);
    app.emit("noted", text.toUpperCase());
  });
  app.on("leave", () => socket.disconnect(true));
  app.on("halt", () => setTimeout(() => io.close(), haltMs));
}

async function plain(scene, row) {
  const http = createServer(servePages({ "/": pageFor(row) }));
  const server = new WebSocketServer({ server: http });
  // Heartbeats go on while a capture ends: which of them it has does not matter.
  const log = (kind, fields) => kind === "pong" || scene.log(kind, fields);
  server.on("connection", (socket) => {
    logSocket(socket, log).on("message", (data) => answer(data.toString(), socket, stop));
    if (row.pace === "beats") heartbeat(socket);
  });
  const stop = () => {
    for (const socket of server.clients) socket.close(1001, "the server stops");
    server.close();
    http.close();
  };
  await listen(http, scene);
  return stop;
}

function answer(text, socket, stop) {
  const [word, rest] = text.split(/ (.*)/);
  if (word === "hello") socket.send("welcome from node");
  if (word === "work") socket.send(`${rest * rest}`);
  if (word === "note") socket.send(`noted ${rest.toUpperCase()}`);
  if (word === "leave") socket.close(1000, "goodbye");
  if (word === "halt") setTimeout(stop, haltMs);
}

function heartbeat(socket) {
  const timer = setInterval(() => socket.ping(), beatMs);
  socket.on("close", () => clearInterval(timer));
}

// A Python program. It is told to stop by a signal.
const python = (command) => async (scene, row) => {
  const temporary = await mkdtemp(join(tmpdir(), "wstrace-lab-"));
  const page = join(temporary, "page.gz");
  await writeFile(page, gzipSync(pageFor(row)));
  const { host, port } = scene;
  const LAB = JSON.stringify({ host, port, page, options: pythonOptions(row) });
  const [program, ...args] = command(scene);
  const child = spawn(program, args, {
    stdio: ["ignore", "pipe", "pipe"],
    cwd: temporary,
    env: { PATH: "/usr/sbin:/usr/bin:/sbin:/bin", PYTHONPATH: folder, PYTHONDONTWRITEBYTECODE: "1", LAB },
  });
  const kill = () => child.kill("SIGKILL");
  process.on("exit", kill);
  let trouble = "";
  child.stderr.on("data", (text) => (trouble += text));
  const exited = once(child, "close");
  const ready = new Promise((resolve) => {
    createInterface({ input: child.stdout }).on("line", (line) => {
      // Flask greets.
      if (!line.startsWith("{")) return;
      const { kind, ...fields } = JSON.parse(line);
      kind === "ready" ? resolve() : scene.log(kind, fields);
    });
  });
  const failed = exited.then(() => Promise.reject(new Error(`${program} does not start: ${trouble}`)));
  await Promise.race([Promise.all([ready, listening(scene, child)]), failed]);
  failed.catch(() => {});
  return async () => {
    child.kill();
    // Some wait for connections that a proxy keeps.
    const grace = setTimeout(kill, graceMs);
    await exited;
    clearTimeout(grace);
    process.off("exit", kill);
    await rm(temporary, { recursive: true });
  };
};

function pythonOptions({ server, pace }) {
  const [interval, timeout] = [beatMs / 1000, patienceMs / 1000];
  return pace === "beats" ? { ping_interval: interval, ping_timeout: timeout } : {};
}

const interpreter = "/usr/bin/python3";
const own = (kind) => python(() => [interpreter, join(folder, "server.py"), kind]);
const address = ({ host, port }) => `${host}:${port}`;

export const servers = {
  node2: node(createServer2),
  node4: node((...args) => new Server4(...args)),
  ws: plain,
  threading: own("threading"),
  eventlet: own("eventlet"),
  aiohttp: own("aiohttp"),
  websockets: own("websockets"),
  gunicorn: python((scene) => ["gunicorn", "-k", "eventlet", "-b", address(scene), "wsgi:app"]),
  uvicorn: python(({ host, port }) => ["uvicorn", "--host", host, "--port", String(port), "--log-level", "warning", "asgi:app"]),
};
