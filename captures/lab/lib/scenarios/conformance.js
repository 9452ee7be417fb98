// Test cases by the numbers of the Autobahn testsuite, one connection each, against a real library.
//
// A case is { name, send: [frames…], answers?, offers? }: what the hand-written side sends in one write, or when an entry is
// a list of lists in several. With `answers` that many messages and pongs are awaited, and then the connection is closed in
// good order; without, the library is expected to close it.
import { createServer } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { WebSocketServer } from "ws";
import { connectByHand, serveByHand } from "../handmade.js";
import { listen } from "../http.js";
import { failToOpen, logSocket } from "../websocket.js";

const chopMs = 5;

// The package ws as an echo server; `options(path)` are its options on that path.
export const wsServer = (options) => async (scene) => {
  const http = createServer();
  http.on("upgrade", (request, tcp, head) => {
    const server = new WebSocketServer({ noServer: true, ...options(request.url) });
    server.handleUpgrade(request, tcp, head, (socket) => echo(logSocket(socket, scene.log), scene.log));
  });
  await listen(http, scene);
  return () => http.close();
};

function echo(socket, log) {
  socket.on("error", ({ code, message }) => log("error", { message: code ?? message }));
  socket.on("message", (data, isBinary) => socket.send(data, { binary: isBinary }));
}

export const pathOf = ({ name }) => `/case/${name}`;

// Plays all cases as clients.
export const handmadeClient = (cases) => async (scene) => {
  for (const one of cases) {
    const peer = await connectByHand(scene, pathOf(one), { offers: one.offers, answers: one.answers !== undefined });
    await play(peer, one);
    if (one.answers !== undefined) {
      await peer.answered(one.answers);
      if (!one.closes) await peer.close(1000);
    }
    await peer.over;
  }
};

export async function play(peer, { send }) {
  const writes = Array.isArray(send[0]) ? send : [send];
  for (const [i, frames] of writes.entries()) {
    if (i > 0) await sleep(chopMs);
    await peer.send(...frames);
  }
}

// Plays all cases as servers: the client comes with the case's path.
export const handmadeServer = (cases) => (scene) => {
  const of = (path) => cases.find((one) => pathOf(one) === path) ?? { send: [] };
  return serveByHand(
    scene,
    async (peer, path) => {
      if (of(path).send.length === 0) return;
      await sleep(chopMs);
      await play(peer, of(path));
    },
    { accepts: (path) => of(path).accepts ?? "", options: (path) => ({ answers: true, ...of(path).options }) },
  );
};

// The package ws as a client that visits them all; `options(one)` are its options.
export const wsClient =
  (cases, options = () => ({})) =>
  async (scene) => {
    for (const one of cases) await failToOpen(scene, pathOf(one), options(one));
  };
