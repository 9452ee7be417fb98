// The pages that Chromium plays the client with, and the client that it has by itself (as from another host).
import { bundleOf, playing } from "../lib/page.js";

const builds = { node2: "socket.io-client-2/dist/socket.io.slim.js" };
const newest = "socket.io-client-4/dist/socket.io.min.js";

export const isPlain = ({ server }) => ["ws", "websockets"].includes(server);
export const clientFor = (row) => (isPlain(row) ? "" : bundleOf(builds[row.server] ?? newest));

export function pageFor(row) {
  const { server, transport, end } = row;
  return playing(isPlain(row) ? playPlain : play, { transport, end, hasSid: server !== "node2" });
}

// These run in the browser, and call `talked` when all is said; what then ends the session is their end, or browse.js's.

async function play({ transport, end, hasSid }) {
  const socket = io({ reconnection: false, ...(transport !== "upgrade" && { transports: [transport] }) });
  const app = endpoint(socket, { hasSid });
  app.on("welcome").on("noted");
  app.on("ask", (acknowledge, n) => acknowledge(7 * n));
  await app.connected;
  app.emit("hello");
  await app.request("work", 7);
  app.emit("note", "schön");
  await app.received("noted");
  if (!(await talked())) return;
  if (end === "server") app.emit("leave");
  else if (end === "stop") app.emit("halt");
  else app.disconnect();
}

async function playPlain({ end }) {
  const socket = new WebSocket(`ws://${location.host}/`);
  const arrival = (kind) => new Promise((resolve) => socket.addEventListener(kind, resolve, { once: true }));
  socket.onopen = () => log("open", { protocol: socket.protocol, extensions: socket.extensions });
  socket.onmessage = ({ data }) => log("message", { opcode: "text", text: data });
  socket.onclose = async ({ code, reason }) => {
    await log("close", { code, reason });
    finished();
  };
  await arrival("open");
  for (const text of ["hello", "work 7", "note schön"]) {
    socket.send(text);
    await arrival("message");
  }
  if (!(await talked())) return;
  if (end === "server") socket.send("leave");
  else if (end === "stop") socket.send("halt");
  else socket.close();
}
