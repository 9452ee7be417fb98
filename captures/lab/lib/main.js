// The command line of `record`.
import { findCases, loadCase } from "./cases.js";
import { recordCase } from "./recorder.js";
import { writeIndex } from "./readme.js";

const usage = "usage: record <protocol>/<case>… | --all | --list | --index";

async function record(names) {
  for (const name of names) {
    process.stdout.write(`${name} … `);
    console.log(await recordCase(await loadCase(name)));
  }
  await writeIndex();
}

const [first, ...rest] = process.argv.slice(2);
if (first === "--list") for (const name of findCases()) console.log(name);
else if (first === "--index") await writeIndex();
else if (first === "--all") await record(findCases());
else if (first && !first.startsWith("-")) await record([first, ...rest]);
else {
  console.error(usage);
  process.exitCode = 2;
}
