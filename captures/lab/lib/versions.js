// Exact versions of what took part in a recording.
import { readFile } from "node:fs/promises";
import { output } from "./run.js";
import { labFolder } from "./paths.js";

async function packageVersion(alias) {
  const { name, version } = JSON.parse(await readFile(new URL(`node_modules/${alias}/package.json`, labFolder)));
  return `${name} ${version}`;
}

const firstLine = async (program) => (await output([program, "--version"])).split("\n")[0];
const shortened = (line) => line.replace(/ \(Git.*| \([\w-]*linux-gnu\).*| built on.*/, "").replace(/\.$/, "");

// It knows no --version, and says its version on standard error.
const nginxVersion = async () => (await output(["sh", "-c", "nginx -v 2>&1"])).trim().replace(/.*nginx\//, "nginx ");

// Debian's version: each says its own in another way.
const byPackage = ["haproxy", "apache2", "caddy", "rabbitmq-server"];
const packagedVersion = async (name) => `${name} ${await output(["dpkg-query", "-W", "-f", "${Version}", name])}`;

export const packageVersions = (aliases) => Promise.all(aliases.map(packageVersion));

export async function programVersion(program) {
  if (program === "node") return `node ${process.version}`;
  if (program === "nginx") return nginxVersion();
  if (program.startsWith("python3-") || byPackage.includes(program)) return packagedVersion(program);
  if (program === "ngtcp2") return `ngtcp2 ${await output(["dpkg-query", "-W", "-f", "${Version}", "ngtcp2-client"])} (gtlsclient, gtlsserver)`;
  if (program === "openssl") return shortened((await output(["openssl", "version"])).split("\n")[0]).replace(/ [0-9].*\(Library.*/, (all) => all.split(" (")[0]);
  return shortened(await firstLine(program))
    .replace("Dumpcap (Wireshark)", "dumpcap")
    .replace(/ version /, " ");
}
