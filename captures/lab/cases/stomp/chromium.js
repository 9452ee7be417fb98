import { readFileSync } from "node:fs";
import { visit } from "../../lib/chromium.js";
import { authority } from "../../lib/http.js";
import { startNginx, upgradeHeaders } from "../../lib/nginx.js";
import { labFolder } from "../../lib/paths.js";
import { rabbit } from "../../lib/rabbitmq.js";
import { guest, peer } from "../../lib/stomp.js";

const backend = 3833;

async function server(scene) {
  const stopServer = await rabbit()({ ...scene, port: backend });
  const stopProxy = await startNginx(scene, {
    server: `
    location = / { default_type text/html; return 200 "<!doctype html><link rel=icon href=data:,><title>Prices</title>"; }
    location /ws { proxy_pass http://${scene.host}:${backend}; ${upgradeHeaders} }`,
  });
  return async () => {
    await stopProxy();
    await stopServer();
  };
}

// Runs in the browser, with `StompJs`, `peer` and `guest` at hand.
async function play() {
  const open = (protocols) => new WebSocket(`ws://${location.host}/ws`, protocols);
  const options = { connectHeaders: guest, heartbeatIncoming: 1000, heartbeatOutgoing: 1000 };
  const { client, take, over, subscribe } = peer(StompJs, open, log, options);
  await take("CONNECTED");
  subscribe("/topic/prices", { id: "prices", receipt: "subscribed" });
  await take("RECEIPT");
  for (let n = 1; n <= 2; ++n) {
    const headers = { "content-type": "application/json", "x-n": String(n) };
    client.publish({ destination: "/topic/prices", headers, body: JSON.stringify({ symbol: "WSTR", price: 17 + n }) });
    await take("MESSAGE");
  }
  setTimeout(() => client.deactivate(), 1800);
  await over;
  finished();
}

const library = readFileSync(new URL("node_modules/@stomp/stompjs/bundles/stomp.umd.min.js", labFolder), "utf8");
const script = `${library}
const guest = ${JSON.stringify(guest)};
const peer = ${peer};
addEventListener("load", ${play});`;

const client = (scene) => visit(`http://${authority(scene)}/`, scene.log, { script });

export default {
  title: "STOMP 1.2 from a page in Chromium through nginx to RabbitMQ, captured on both sides of the proxy",
  description: `
The page subscribes to a topic, sends two prices to it, and stays for two heart-beats; all with permessage-deflate, which RabbitMQ
accepts. nginx answers with the page itself; the page's script comes from the lab. A spare TCP connection that Chromium opens
carries nothing. The client's truth is the page's own log.`,
  port: 3832,
  ports: [3832, backend],
  packages: ["@stomp/stompjs", "playwright-core"],
  programs: ["chromium", "nginx", "rabbitmq-server"],
  server,
  client,
};
