// A page for Chromium that plays one side of a Socket.IO conversation with a browser build of the client.
import { readFileSync } from "node:fs";
import { labFolder } from "./paths.js";

// `play(options)` runs in the browser once the page is loaded, with `io` and `endpoint` at hand.
export const clientPage = (build, play, options = {}) => playing(play, options, bundleOf(build));

export const bundleOf = (build) => readFileSync(new URL(`node_modules/${build}`, labFolder), "utf8");

// The same of a page whose browser has the client from elsewhere.
export const playing = (play, options, bundle = "") => `<!doctype html><meta charset="utf-8"><title>Séance</title>
<link rel="icon" href="data:,">${bundle && `<script>${bundle}</script>`}<script>${endpoint}
const play = ${play};
addEventListener("load", () => setTimeout(play, 0, ${inScript(options)}));</script>`;

// JSON in which nothing ends the script.
const inScript = (value) => JSON.stringify(value).replaceAll("<", "\\u003c");

// Runs in the browser: what Endpoint in socketio.js is to Node. The page has finished when its socket is disconnected,
// unless it is told not to. `client` is its number where a page plays several.
function endpoint(socket, { hasSid = true, isLast = true, client } = {}) {
  const nsp = "/";
  const log = (kind, fields) => window.log(kind, { client, ...fields });
  const plain = (value) => {
    if (value instanceof ArrayBuffer) return { $binary: btoa(String.fromCharCode(...new Uint8Array(value))) };
    if (Array.isArray(value)) return value.map(plain);
    if (value === null || typeof value !== "object") return value;
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, plain(member)]));
  };

  const connected = new Promise((resolve) =>
    socket.on("connect", () => {
      log("connect", { nsp, ...(hasSid && { sid: socket.id }) });
      resolve();
    }),
  );
  const gone = new Promise((resolve) =>
    socket.on("disconnect", async (reason) => {
      await log("disconnect", { nsp, reason });
      resolve();
      if (isLast) finished();
    }),
  );
  const arrivals = new Map();
  const arrival = (name) => {
    if (!arrivals.has(name)) {
      let resolve;
      const promise = new Promise((settle) => (resolve = settle));
      arrivals.set(name, { promise, resolve });
    }
    return arrivals.get(name);
  };

  const app = {
    connected,
    gone,
    on(name, handler = () => {}) {
      socket.on(name, (...args) => {
        const acknowledge = typeof args.at(-1) === "function" ? args.pop() : undefined;
        log("receive", { nsp, name, args: args.map(plain) });
        handler(acknowledge, ...args);
        arrival(name).resolve();
      });
      return app;
    },
    emit: (name, ...args) => socket.emit(name, ...args),
    request: (name, ...args) =>
      new Promise((resolve) =>
        socket.emit(name, ...args, (...values) => {
          log("ack", { nsp, name, args: values.map(plain) });
          resolve(values);
        }),
      ),
    received: (name) => arrival(name).promise,
    disconnect: () => socket.disconnect(),
  };
  return app;
}
