import { certificate, certificateFile, opensslClient, serveTls, tryTls } from "../../lib/tls.js";

const [selfSigned, expired, good] = [3451, 3452, 3453];

async function server(scene) {
  const stops = [];
  for (const [port, name] of [
    [selfSigned, "self-signed"],
    [expired, "expired"],
    [good, "server"],
  ])
    stops.push(await serveTls({ ...scene, port }, certificate(name)));
  return () => stops.forEach((stop) => stop());
}

const known = ["-CAfile", certificateFile("ca.crt")];
const strict = ["-verify_return_error", "-verify", "4"];

async function client(scene) {
  for (const version of ["-tls1_2", "-tls1_3"])
    await opensslClient({ ...scene, port: selfSigned }, [...strict, version, "-servername", "localhost"]);
  for (const maxVersion of ["TLSv1.2", "TLSv1.3"]) await tryTls({ ...scene, port: selfSigned }, { maxVersion });
  await opensslClient({ ...scene, port: expired }, [...strict, ...known, "-tls1_2", "-servername", "localhost"]);
  const other = ["-verify_hostname", "other.example", "-servername", "other.example"];
  await opensslClient({ ...scene, port: good }, [...strict, ...known, "-tls1_2", ...other]);
}

export default {
  title: "Certificates that clients do not accept: self-signed, expired, for another name",
  description: `
openssl s_client and node meet a self-signed certificate with TLS 1.2 and 1.3, then s_client one that expired in 2025 and
one that does not name the host it asked for. s_client sends an alert (encrypted in TLS 1.3); node finishes the
handshake, looks at the certificate then, and leaves.`,
  port: selfSigned,
  ports: [selfSigned, expired, good],
  packages: [],
  programs: ["openssl"],
  server,
  client,
};
