import { readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { visit } from "../../lib/chromium.js";
import { clientOptions, logReceived, path, runner, serveTransportWs, talk } from "../../lib/graphql.js";
import { authority, listen, servePages } from "../../lib/http.js";
import { startNginx, upgradeHeaders } from "../../lib/nginx.js";
import { labFolder } from "../../lib/paths.js";

const backend = 3807;

// The client, and what it imports.
const dist = new URL("node_modules/graphql-ws/dist/", labFolder);
const modules = readdirSync(dist).filter((name) => /^(client|common-\w+)\.js$/.test(name));

async function server(scene) {
  const files = modules.map((name) => [`/${name}`, readFileSync(new URL(name, dist), "utf8")]);
  const http = createServer(servePages({ "/": page, ...Object.fromEntries(files) }));
  await serveTransportWs(scene, { server: http });
  await listen(http, { ...scene, port: backend });
  const stopNginx = await startNginx(scene, {
    server: `location / { proxy_pass http://${scene.host}:${backend}; ${upgradeHeaders} }`,
  });
  return async () => {
    http.close();
    await stopNginx();
  };
}

// Runs in the browser.
async function play(createClient, { clientOptions, path, runner, talk }) {
  const { generateID: _, ...options } = clientOptions(log);
  const client = createClient({ ...options, url: `ws://${location.host}${path}`, connectionParams: { token: "s3cret" } });
  const over = new Promise((resolve) => client.on("closed", resolve));
  await talk(runner(client.subscribe));
  client.dispose();
  await over;
  finished();
}

const page = `<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><script type="module">
import { createClient } from "/client.js";
${logReceived}
${clientOptions}
const runner = ${runner};
${talk}
(${play})(createClient, { clientOptions, path: "${path}", runner, talk });</script>`;

export default {
  title: "GraphQL over WebSocket: a page in Chromium and a graphql-ws server behind nginx, captured on both sides of nginx",
  description: `
The page loads the client of graphql-ws as a module and has the conversation of graphql/transport-ws, with random UUIDs as ids.
Chromium talks to port 3806, nginx to 3807. Chromium offers permessage-deflate, the server does not take it.`,
  port: 3806,
  ports: [3806, backend],
  packages: ["graphql-ws", "graphql", "ws", "playwright-core"],
  programs: ["chromium", "nginx"],
  server,
  client: (scene) => visit(`http://${authority(scene)}/`, scene.log),
};
