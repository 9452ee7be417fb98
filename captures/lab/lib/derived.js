// A case that is another case's recording with some packets left out: what a capture looks like that began late or lost
// packets, for no link can be made to lose them in the capture alone.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { capturesFolder } from "./paths.js";
import { output } from "./run.js";
import { programVersion } from "./versions.js";

// `derived` is { from, editcap: arguments, keeps(line): is this line of the truth still to be seen? }.
export async function deriveCase(definition) {
  const { name, derived } = definition;
  const from = new URL(`${derived.from}/`, capturesFolder);
  const to = new URL(`${name}/`, capturesFolder);
  await mkdir(to, { recursive: true });
  const [input, made] = [from, to].map((folder) => fileURLToPath(new URL("input.pcapng", folder)));
  await output(["editcap", ...flags(derived.editcap), input, made, ...packets(derived.editcap)]);

  const truth = (await readFile(new URL("truth.ndjson", from), "utf8")).trim().split("\n");
  const kept = truth.filter((line) => derived.keeps(JSON.parse(line)));
  await writeFile(new URL("truth.ndjson", to), kept.map((line) => `${line}\n`).join(""));
  await writeFile(new URL("ORIGIN.md", to), await describe(definition));
  return `${kept.length} of ${truth.length} lines of truth`;
}

// For `keeps`: the lines of the truth with these numbers, from 1; [first, last] for several.
export function truthLines(...chosen) {
  let number = 0;
  return () => {
    ++number;
    return chosen.some((each) => (Array.isArray(each) ? each[0] <= number && number <= each[1] : each === number));
  };
}

const flags = (args) => args.filter((word) => word.startsWith("-"));
const packets = (args) => args.filter((word) => !word.startsWith("-"));

async function describe({ name, title, description, derived }) {
  const command = ["editcap", ...flags(derived.editcap), "input.pcapng", "out.pcapng", ...packets(derived.editcap)];
  return `# ${name}

${title}.

${description.trim()}

| | |
|---|---|
| made from | the recording of [${derived.from}](../../${derived.from}/ORIGIN.md), by \`${command.join(" ")}\` |
| made with | ${await programVersion("editcap")} |
| truth | what the packets that are left can show |
| make it again | \`captures/lab/record ${name}\` (recorded anew, the packets of ${derived.from} may have other numbers) |
`;
}
