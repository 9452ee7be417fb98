// A page whose Socket.IO server is of another origin: the page comes from the scene's port, the server is on the next one.
import { createServer } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { visit } from "./chromium.js";
import { authority, listen, servePages } from "./http.js";
import { bundleOf, playing } from "./page.js";
import { serve } from "./trouble.js";

const build = "socket.io-client-4/dist/socket.io.min.js";
// What the browser writes to its console when it has refused.
const consoleMs = 200;

export const next = (scene) => ({ ...scene, port: scene.port + 1 });

// `options` are the client's; `start(scene)` starts what listens on the next port, and returns what stops it.
export function crossOrigin({ options = {}, start }) {
  return {
    async server(scene) {
      const page = playing(play, { url: `http://${authority(next(scene))}`, options });
      const http = createServer(servePages({ "/": page }));
      await listen(http, scene);
      const stop = await start(next(scene));
      return async () => {
        http.close();
        await stop();
      };
    },
    client: (scene) =>
      visit(`http://${authority(scene)}/`, scene.log, {
        script: bundleOf(build),
        whenTalked: () => sleep(consoleMs),
        onConsole: (message) => scene.log("error", { message }),
      }),
  };
}

export const socketio = (options) => async (scene) => (await serve(scene, options)).stop;

// Runs in the browser.
async function play({ url, options }) {
  // Cookies do not tell ports apart.
  if (options.withCredentials) document.cookie = "team=blue";
  const socket = io(url, { reconnection: false, transports: ["polling"], ...options });
  socket.on("connect", () => log("connect", { nsp: "/", sid: socket.id }));
  socket.on("connect_error", async ({ message }) => {
    await log("connect_error", { nsp: "/", message });
    await talked();
    finished();
  });
}
