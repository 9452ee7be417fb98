import { visit } from "../../lib/chromium.js";
import { authority } from "../../lib/http.js";
import { startNginx, upgradeHeaders } from "../../lib/nginx.js";
import { bundleOf } from "../../lib/page.js";
import { serve } from "../../lib/trouble.js";

const html = '<!doctype html><title>moved</title><link rel="icon" href="data:,">';
const moved = `location = / { default_type text/html; return 200 '${html}'; }
    location /socket.io/ { return 301 /live$request_uri; }`;

async function server(scene) {
  const backend = { ...scene, port: 3633 };
  const { stop } = await serve(backend, { path: "/live/socket.io/" });
  const stopNginx = await startNginx(scene, {
    server: `${moved} location /live/ { proxy_pass http://${authority(backend)}; ${upgradeHeaders} }`,
  });
  return async () => {
    await stop();
    await stopNginx();
  };
}

const client = (scene) =>
  visit(`http://${authority(scene)}/`, scene.log, {
    script: `${bundleOf("socket.io-client-4/dist/socket.io.min.js")}; addEventListener("load", () => setTimeout(${play}, 0));`,
    onConsole: (message) => scene.log("error", { message }),
  });

// Runs in the browser.
async function play() {
  const socket = io({ reconnection: false, transports: ["polling"] });
  const tell = (kind) => async (value) => {
    await log(kind, { nsp: "/", ...(kind === "disconnect" ? { reason: value } : { message: value.message }) });
    finished();
  };
  socket.on("connect", () => log("connect", { nsp: "/", sid: socket.id }));
  socket.on("connect_error", tell("connect_error"));
  socket.on("disconnect", tell("disconnect"));
}

export default {
  title: "Chromium and nginx that redirects Socket.IO's path with 301: a POST becomes a GET",
  description: `
nginx answers each request for \`/socket.io/\` with 301 to \`/live/socket.io/\`, where the server is. The browser follows: the
first poll opens a session. The POST with the client's CONNECT is repeated as a GET without its body (301 allows that,
and browsers do it), so that the server sees a second poll at the same time and no CONNECT.`,
  port: 3632,
  ports: [3632, 3633],
  packages: ["socket.io-4", "socket.io-client-4", "playwright-core"],
  programs: ["chromium", "nginx"],
  server,
  client,
};
