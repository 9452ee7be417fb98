// The clients of the healthy sessions: (scene, row) => a promise that settles when the session is over.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import io2 from "socket.io-client-2";
import { io as io4 } from "socket.io-client-4";
import { authority } from "../lib/http.js";
import { join } from "../lib/trouble.js";
import { visit } from "../lib/chromium.js";
import { closed, openWebSocket } from "../lib/websocket.js";
import { clientFor, isPlain } from "./page.js";

// How long nothing is said before the end. The other rows show several heartbeats, or that there is none.
const idleMs = { quick: 100, idle: 2200, beats: 1000 };
// What a page that was closed still sends.
const afterwardsMs = 400;

async function node(scene, row) {
  const conversation = isPlain(row) ? await talkPlainly(scene) : await talk(scene, row);
  await sleep(idleMs[row.pace]);
  if (row.end === "exit") process.exit();
  if (row.end === "open") await scene.stopCapture();
  if (row.end === "server") conversation.say("leave");
  else if (row.end === "stop") conversation.say("halt");
  else conversation.leave();
  await conversation.over;
}

async function talk(scene, { server, transport }) {
  const isOld = server === "node2";
  const transports = transport === "upgrade" ? {} : { transports: [transport] };
  const { socket, app, ready, gone } = join(scene, { create: isOld ? io2 : io4, hasSid: !isOld, ...transports });
  app.on("welcome").on("noted");
  app.on("ask", (acknowledge, n) => acknowledge(7 * n));
  await ready;
  app.emit("hello");
  await app.request("work", 7);
  app.emit("note", "schön");
  await app.received("noted");
  return { say: (name) => app.emit(name), leave: () => socket.disconnect(), over: gone };
}

async function talkPlainly(scene) {
  const socket = await openWebSocket(scene);
  for (const text of ["hello", "work 7", "note schön"]) {
    socket.send(text);
    await once(socket, "message");
  }
  return { say: (text) => socket.send(text), leave: () => socket.close(), over: closed(socket) };
}

async function python(scene, row) {
  const kind = isPlain(row) ? "websockets" : "socketio";
  const program = fileURLToPath(new URL("client.py", import.meta.url));
  const args = [kind, `http://${authority(scene)}`, row.end, row.transport, String(idleMs[row.pace] / 1000)];
  const child = spawn("/usr/bin/python3", [program, ...args], { stdio: ["pipe", "pipe", "inherit"] });
  const kill = () => child.kill("SIGKILL");
  process.on("exit", kill);
  createInterface({ input: child.stdout }).on("line", async (line) => {
    const { kind, ...fields } = JSON.parse(line);
    if (kind !== "cut") return scene.log(kind, fields);
    await scene.stopCapture();
    child.stdin.write("\n");
  });
  const [code, signal] = await once(child, "close");
  process.off("exit", kill);
  if (row.end === "exit" ? signal !== "SIGTERM" : code !== 0) throw new Error(`python ended with ${signal ?? code}`);
}

async function chromium(scene, row) {
  let pages = 0;
  // Returns whether the page goes on.
  const whenTalked = async (page) => {
    await sleep(idleMs[row.pace]);
    pages++;
    if (row.end === "open") await scene.stopCapture();
    if (row.end === "tab") await page.close();
    if (row.end === "tab") await sleep(afterwardsMs);
    if (row.end === "reload" && pages === 1) {
      await page.reload();
      return false;
    }
    return row.end !== "tab";
  };
  await visit(`http://${authority(scene)}/`, scene.log, { whenTalked, script: clientFor(row) });
}

export const clients = { node, python, chromium };
