// The process behind startPart of parts.js: node part.js <case> <part> <side> <host>.
import { loadCase } from "./cases.js";
import { truthLogger } from "./truth.js";

const [name, part, side, host] = process.argv.slice(2);
const definition = await loadCase(name);
const send = (message) => new Promise((resolve) => process.send(message, resolve));
const log = truthLogger(side, ({ side: _, kind, ...fields }) => send({ kind, fields }));

// Never outlives its side.
process.on("disconnect", () => process.exit());
await definition.parts[part]({ name, host, port: definition.port, log });
await send({ ready: true });
