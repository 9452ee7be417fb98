// A case is a module cases/<protocol>/<name>.js with this default export:
//
//   title        one line for the index, without a full stop
//   description  what the capture shows, and what a reader must know
//   port         the server's fixed TCP port, no two cases share one
//   ports        all ports that are recorded, where there are several          (optional)
//   packages     the npm packages (by their alias) that talk in it
//   programs     other programs whose version matters, e.g. ["chromium", "nginx"]   (optional)
//   format       "pcapng" (default), "pcap", "pcap-nano", "pcapng.gz"        (optional)
//   network      "loopback" (default) or another one of network.js, also a bad link by plan   (optional)
//   snaplen      bytes that are recorded of each packet (default: all)       (optional)
//   nodeArguments(role)  arguments of node for "server" and "client"         (optional)
//   server(scene)   starts listening; returns the function that stops it    (optional)
//   parts        { name: (scene) => … }: processes of their own, for startPart (parts.js)   (optional)
//   client(scene)   plays the whole scenario, returns when it is over
//   captureEndsFirst   the capture ends before the server is stopped; or when the client says so, by scene.stopCapture()
// or, for what is left of another case's recording (derive.js), in place of all from `port` on:
//   derived      { from, without, delayed, repeated, truth }
// or, for another case's packets by another way (wrapped.js, wrap.py):
//   wrapped      { from, way, link, repeats }
//
// The cases of healthy/ are no modules but the rows of a matrix (healthy/matrix.json).
//
// `scene` is { name, host, port, log }; server and client run in processes of their own (see side.js).
import { readdirSync } from "node:fs";
import { healthyCase, storedRows } from "../healthy/definition.js";
import { labFolder } from "./paths.js";

const casesFolder = new URL("cases/", labFolder);

export function findCases() {
  const modules = readdirSync(casesFolder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name: protocol }) =>
      readdirSync(new URL(`${protocol}/`, casesFolder)).map((file) => `${protocol}/${file.replace(/\.js$/, "")}`),
    );
  return [...modules, ...storedRows().map((row) => `${healthyFamily}${row}`)].sort();
}

// Any row of the matrix can be recorded.
const healthyFamily = "healthy/";

async function definitionOf(name) {
  if (name.startsWith(healthyFamily)) return healthyCase(name.slice(healthyFamily.length));
  if (!findCases().includes(name)) throw new Error(`there is no case ${name}; see record --list`);
  return (await import(new URL(`${name}.js`, casesFolder))).default;
}

export async function loadCase(name) {
  const definition = await definitionOf(name);
  const ports = [definition.port];
  if (definition.wrapped) {
    return { name, format: "pcapng", packages: [], programs: [`packets of ${definition.wrapped.from}`], ...definition };
  }
  if (definition.derived) return { name, format: "pcapng", packages: [], programs: ["editcap"], ...definition };
  return { name, format: "pcapng", network: "loopback", snaplen: 262144, programs: [], ports, ...definition };
}
