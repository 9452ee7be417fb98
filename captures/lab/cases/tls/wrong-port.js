import { createServer as createHttp } from "node:http";
import { createServer as createTcp } from "node:net";
import { failToOpen } from "../../lib/websocket.js";
import { listen } from "../../lib/http.js";
import { startNginx } from "../../lib/nginx.js";
import { certificate, certificateFile, serveTls, tryTls } from "../../lib/tls.js";

const [http, mail, closing, resetting, silent, nginx, node] = [3461, 3462, 3463, 3464, 3465, 3466, 3467];

async function server(scene) {
  const tcp = async (port, serve) => {
    const server = createTcp((socket) => {
      socket.on("error", () => {});
      serve(socket);
    });
    await listen(server, { ...scene, port });
    return () => server.close();
  };
  const plain = createHttp((request, response) => response.end("hello"));
  await listen(plain, { ...scene, port: http });
  const stops = [
    () => plain.close(),
    await tcp(mail, (socket) => socket.end("220 mail.lab.example ESMTP\r\n")),
    await tcp(closing, (socket) => socket.once("data", () => socket.end())),
    await tcp(resetting, (socket) => socket.once("data", () => socket.resetAndDestroy())),
    await tcp(silent, (socket) => socket.resume()),
    await serveTls({ ...scene, port: node }, certificate("server")),
    await startNginx(
      { ...scene, port: 3468 },
      {
        server: "return 404;",
        http: `
  server {
    listen ${scene.host}:${nginx} ssl;
    ssl_certificate ${certificateFile("server.crt")};
    ssl_certificate_key ${certificateFile("server.key")};
    return 404;
  }`,
      },
    ),
  ];
  return async () => {
    for (const stop of stops) await stop();
  };
}

async function client(scene) {
  for (const port of [http, mail, closing, resetting]) await tryTls({ ...scene, port }, {});
  const gone = new AbortController();
  setTimeout(() => gone.abort(), 400);
  await tryTls({ ...scene, port: silent }, { signal: gone.signal, timeout: 300 });
  for (const port of [nginx, node]) await failToOpen({ ...scene, port });
}

export default {
  title: "TLS to ports that use another protocol, and plain HTTP to ports that use TLS",
  description: `
Node's TLS client connects to an HTTP server, to a mail server that speaks first, to servers that close or reset at the
ClientHello, and to one that never answers (the client gives up after 300 ms). Then a client of the package ws
connects by ws:// to the https ports of nginx, which says so in a page, and of node, which closes.`,
  port: http,
  ports: [http, mail, closing, resetting, silent, nginx, node],
  packages: ["ws"],
  programs: ["nginx"],
  server,
  client,
};
