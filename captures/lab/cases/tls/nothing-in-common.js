import { certificate, certificateFile, serveTls, tryTls } from "../../lib/tls.js";
import { startNginx } from "../../lib/nginx.js";

const [upTo12, from13, onlyH2, named, ecdsa] = [3454, 3455, 3456, 3457, 3458];

const rejecting = `
    server_name lab.example;
    ssl_certificate ${certificateFile("server.crt")};
    ssl_certificate_key ${certificateFile("server.key")};`;

async function server(scene) {
  const on = (port, options) => serveTls({ ...scene, port }, { ...certificate("server"), ...options });
  const stops = [
    await on(upTo12, { maxVersion: "TLSv1.2" }),
    await on(from13, { minVersion: "TLSv1.3" }),
    await on(onlyH2, { ALPNProtocols: ["h2"] }),
    await on(ecdsa, { maxVersion: "TLSv1.2" }),
    await startNginx(
      { ...scene, port: 3459 },
      {
        server: "return 404;",
        http: `
  server { listen ${scene.host}:${named} ssl default_server; ssl_reject_handshake on; }
  server { listen ${scene.host}:${named} ssl; ${rejecting} return 404; }`,
      },
    ),
  ];
  return async () => {
    for (const stop of stops) await stop();
  };
}

async function client(scene) {
  const to = (port, options) => tryTls({ ...scene, port }, options);
  await to(upTo12, { minVersion: "TLSv1.3" });
  await to(from13, { maxVersion: "TLSv1.2" });
  await to(onlyH2, { ALPNProtocols: ["http/1.1"] });
  await to(named, { servername: "unknown.example" });
  await to(ecdsa, { maxVersion: "TLSv1.2", ciphers: "ECDHE-RSA-AES128-GCM-SHA256" });
}

export default {
  title: "Servers that reject the ClientHello: version, ALPN, name, cipher suite",
  description: `
Node's client against servers that have nothing in common with it: TLS 1.2 at most against 1.3 at least and the other way
round, ALPN h2 alone against http/1.1, a name that nginx serves no host of (ssl_reject_handshake), and cipher suites
that the server's certificate does not fit. Each server says so with an alert.`,
  port: upTo12,
  ports: [upTo12, from13, onlyH2, named, ecdsa],
  packages: [],
  programs: ["nginx"],
  server,
  client,
};
