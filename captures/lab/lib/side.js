// One side of a case: node side.js <case> server|client <host>. Talks to the recorder over the IPC channel.
import { once } from "node:events";
import { loadCase } from "./cases.js";
import { truthLogger } from "./truth.js";

const [name, role, host] = process.argv.slice(2);
const definition = await loadCase(name);
const send = (message) => new Promise((resolve) => process.send(message, resolve));
const stopCapture = async () => {
  await send("stop the capture");
  await once(process, "message");
};
const scene = { name, host, port: definition.port, stopCapture, log: truthLogger(role, (truth) => send({ truth })) };

// What it started is ended when it exits, also when the recorder ends it.
process.on("SIGTERM", () => process.exit(1));

if (role === "server") {
  const stop = await definition.server(scene);
  await send("listening");
  await once(process, "message");
  await stop();
} else {
  await definition.client(scene);
}
// No exit here: what keeps the process alive now is the teardown of its sockets, and they still have things to log.
