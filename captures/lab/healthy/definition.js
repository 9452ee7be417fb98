// A row of the matrix as a case (lib/cases.js).
import { createHash } from "node:crypto";
import { clients } from "./clients.js";
import { matrix, nameOf, rowNamed } from "./matrix.js";
import { proxies } from "./proxies.js";
import { servers } from "./servers.js";

export const storedRows = () => matrix.cases;

export function healthyCase(name) {
  const row = rowNamed(name);
  const [front, back] = portsOf(row);
  const isBehind = row.proxy !== "direct";
  return {
    title: `Healthy: ${sentence(row)}`,
    description: describe(row),
    port: front,
    ports: { both: isBehind ? [front, back] : [front], front: [front], back: [back] }[row.seen],
    packages: packagesOf(row),
    programs: programsOf(row),
    captureEndsFirst: true,
    async server(scene) {
      if (!isBehind) return servers[row.server](scene, row);
      const backend = { ...scene, port: back };
      const stopServer = await servers[row.server](backend, row);
      const stopProxy = await proxies[row.proxy](scene, backend);
      return async () => {
        await stopServer();
        await stopProxy();
      };
    },
    client: (scene) => clients[row.client](scene, row),
  };
}

// By its name, so that rows can come and go.
function portsOf(row) {
  const hash = createHash("sha256").update(nameOf(row)).digest().readUInt16BE();
  const front = 20_000 + 2 * (hash % 5000);
  return [front, front + 1];
}

const serverWords = {
  node2: "Socket.IO 2 in Node",
  node4: "Socket.IO 4 in Node",
  threading: "Flask-SocketIO on werkzeug",
  eventlet: "python-socketio on eventlet",
  gunicorn: "python-socketio on gunicorn",
  aiohttp: "python-socketio on aiohttp",
  uvicorn: "python-socketio on uvicorn",
  ws: "a WebSocket server (ws)",
  websockets: "a WebSocket server (websockets)",
};
const transportWords = { polling: "polling", websocket: "WebSocket only", upgrade: "upgrade" };
const proxyWords = { nginx: "nginx", haproxy: "HAProxy", apache: "Apache", caddy: "Caddy" };
const clientWords = { node: "Node", python: "Python", chromium: "Chromium" };
const endWords = {
  client: "the client disconnects",
  server: "the server disconnects the client",
  tab: "the page is closed",
  reload: "the page is reloaded",
  exit: "the client's process ends",
  stop: "the server is stopped in order",
  open: "the capture ends first",
};
const seenWords = { both: "", front: ", captured before the proxy", back: ", captured behind the proxy" };
const paceWords = {
  quick: "The session ends 0.1 s after the last event, and has the heartbeats that the library has by itself.",
  idle: "Nothing is said for 2.2 s before the end: the heartbeats are those that the library has by itself.",
  beats: "The server is set to a heartbeat every 400 ms, and 1 s passes before the end.",
};

function sentence({ server, transport, proxy, client, end, seen }) {
  const behind = proxyWords[proxy] ? ` behind ${proxyWords[proxy]}${seenWords[seen]}` : "";
  return `${serverWords[server]}${behind}, ${transportWords[transport]}, ${clientWords[client]}; ${endWords[end]}`;
}

const describe = ({ pace }) => `
Nothing is wrong. The client says hello, asks for work that is acknowledged, and is asked something itself.
${paceWords[pace]}`;

function packagesOf({ server, client }) {
  const major = { node2: 2, ws: 0, websockets: 0 }[server] ?? 4;
  const library = major ? `socket.io-client-${major}` : "ws";
  return [
    ...{ node2: ["socket.io-2"], node4: ["socket.io-4"], ws: ["ws"] }[server] ?? [],
    ...(client === "node" && !(server === "ws") ? [library] : []),
    ...(client === "chromium" ? [...(major ? [library] : []), "playwright-core"] : []),
  ];
}

const engine = ["python3-socketio", "python3-engineio"];
const serverPrograms = {
  threading: ["python3-flask-socketio", ...engine, "python3-werkzeug"],
  eventlet: [...engine, "python3-eventlet"],
  gunicorn: [...engine, "python3-gunicorn", "python3-eventlet"],
  aiohttp: [...engine, "python3-aiohttp"],
  uvicorn: [...engine, "python3-uvicorn", "python3-websockets"],
  websockets: ["python3-websockets"],
};
const proxyPrograms = { nginx: "nginx", haproxy: "haproxy", apache: "apache2", caddy: "caddy" };

function programsOf(row) {
  const isPlain = ["ws", "websockets"].includes(row.server);
  const client = { chromium: ["chromium"], python: isPlain ? ["python3-websockets"] : engine, node: [] }[row.client];
  return [...new Set([...(serverPrograms[row.server] ?? []), proxyPrograms[row.proxy], ...client].filter(Boolean))];
}
