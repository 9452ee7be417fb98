import { certificateFile, opensslClient, opensslServer } from "../../lib/tls.js";

const pair = (name) => ["-cert", certificateFile(`${name}.crt`), "-key", certificateFile(`${name}.key`)];
const known = ["-CAfile", certificateFile("ca.crt")];

const server = (scene) => opensslServer(scene, [...pair("server"), ...known, "-Verify", "2", "-verify_return_error"]);

async function client(scene) {
  const common = [...known, "-servername", "localhost"];
  for (const version of ["-tls1_2", "-tls1_3"]) {
    await opensslClient(scene, [...common, version, ...pair("client")], { says: "hello\n" });
    await opensslClient(scene, [...common, version], { says: "let me in\n" });
  }
  scene.log("done");
}

export default {
  title: "A server that requires client certificates, from clients with and without one",
  description: `
openssl s_server -Verify and s_client, with TLS 1.2 and 1.3, each with a certificate and without. TLS 1.2 says
handshake_failure in the clear; in TLS 1.3 the server's certificate_required is encrypted.`,
  port: 3460,
  packages: [],
  programs: ["openssl"],
  server,
  client,
};
