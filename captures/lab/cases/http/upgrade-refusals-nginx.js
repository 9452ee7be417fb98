import { createServer } from "node:net";
import { listen } from "../../lib/http.js";
import { startNginx, upgradeHeaders } from "../../lib/nginx.js";
import { askRaw, attempt, exampleKey, message } from "../../lib/upgrades.js";

const silentPort = 3406;

// `limit_req` refuses the second request of a second; no user can get past a password file that is not there.
const locations = ({ host }) => `
    location = /nowhere { root /var/www/lab; }
    location = /page { return 200 "an index page\\n"; }
    location = /secure { return 301 https://lab.example$request_uri; }
    location = /user { auth_basic "lab"; auth_basic_user_file /dev/null; }
    location = /denied { deny all; }
    location = /upload { client_max_body_size 4; proxy_pass http://${host}:3405; ${upgradeHeaders} }
    location = /limited { limit_req zone=lab; limit_req_status 429; try_files /nothing =404; }
    location = /down { proxy_pass http://${host}:3405; ${upgradeHeaders} }
    location = /silent { proxy_read_timeout 300ms; proxy_pass http://${host}:${silentPort}; ${upgradeHeaders} }`;

async function server(scene) {
  const silent = createServer((socket) => socket.on("error", () => {}));
  await listen(silent, { ...scene, port: silentPort });
  const stopNginx = await startNginx(scene, {
    server: locations(scene),
    http: "limit_req_zone $server_port zone=lab:32k rate=1r/m;",
  });
  return async () => {
    await stopNginx();
    silent.close();
  };
}

async function client(scene) {
  for (const path of ["/page", "/secure", "/user", "/denied", "/nowhere"]) await attempt(scene, path);
  const large = ["GET /upload HTTP/1.1", "Host: lab.example", "Upgrade: websocket", "Connection: Upgrade"];
  const rest = [`Sec-WebSocket-Key: ${exampleKey}`, "Sec-WebSocket-Version: 13", "Content-Length: 10"];
  await askRaw(scene, message([...large, ...rest], "0123456789"));
  for (const path of ["/limited", "/limited", "/down", "/silent"]) await attempt(scene, path);
}

export default {
  title: "WebSocket upgrades that nginx answers itself: 200, 301, 401, 403, 404, 413, 429, 502, 504",
  description: `
What nginx answers to an upgrade by itself: a page, a redirect to https, auth_basic, deny, a path without a file, a body
over client_max_body_size, limit_req, a server behind it that is not there (502), and one that says nothing for 300 ms
(504). Recorded between the client and nginx; nginx's error log is in the truth as the side \`proxy\`.`,
  port: 3404,
  packages: ["ws"],
  programs: ["nginx"],
  server,
  client,
};
