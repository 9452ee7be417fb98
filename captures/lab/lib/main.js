// The command line of `record`.
import { findCases, loadCase } from "./cases.js";
import { deriveCase } from "./derive.js";
import { recordCase } from "./recorder.js";
import { wrapCase } from "./wrapped.js";
import { writeIndex } from "./readme.js";

const usage = "usage: record <protocol>/<case>… | --all | --list | --index";

async function record(names) {
  for (const name of names) {
    process.stdout.write(`${name} … `);
    const definition = await loadCase(name);
    const make = definition.derived ? deriveCase : definition.wrapped ? wrapCase : recordCase;
    console.log(await make(definition));
  }
  await writeIndex();
}

async function run([first, ...rest]) {
  if (first === "--list") for (const name of findCases()) console.log(name);
  else if (first === "--index") await writeIndex();
  else if (first === "--all") await record(findCases());
  else if (first && !first.startsWith("-")) await record([first, ...rest]);
  else throw new Error(usage);
}

try {
  await run(process.argv.slice(2));
} catch (error) {
  console.error(`record: ${error.message}`);
  process.exitCode = 1;
}
