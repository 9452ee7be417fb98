// A case that is made from a recorded one: what a capture of the same conversation would have, had it begun later or lost
// packets. Its `derived` is
//
//   from      the recorded case
//   without   a display filter of tshark: the packets that are left out
//   truth     (lines) => lines: what of the other case's truth can be known from what is left   (optional; all of it)
import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { capturesFolder } from "./paths.js";
import { truthLines } from "./truth.js";
import { output } from "./run.js";
import { programVersion } from "./versions.js";

export async function deriveCase({ name, title, description, derived }) {
  const source = new URL(`${derived.from}/`, capturesFolder);
  const folder = new URL(`${name}/`, capturesFolder);
  await mkdir(folder, { recursive: true });
  const [from, to] = [new URL("input.pcapng", source), new URL("input.pcapng", folder)].map(fileURLToPath);
  const numbers = await packets(from, derived.without);
  if (numbers.length === 0) throw new Error(`no packet of ${derived.from} is ${derived.without}`);
  await copyFile(from, to);
  await output(["editcap", from, to, ...numbers]);

  const truth = (await readFile(new URL("truth.ndjson", source), "utf8")).trim().split("\n").map(JSON.parse);
  await writeFile(new URL("truth.ndjson", folder), truthLines(derived.truth?.(truth) ?? truth));
  await writeFile(new URL("ORIGIN.md", folder), await origin({ name, title, description, derived, numbers }));
  return `${derived.from} without ${numbers.length} packets`;
}

// For `truth`: the lines with these numbers, from 1; [first, last] for several.
export const linesOf =
  (...chosen) =>
  (lines) =>
    chosen.flatMap((each) => (Array.isArray(each) ? lines.slice(each[0] - 1, each[1]) : [lines[each - 1]]));

const packets = async (file, filter) =>
  (await output(["tshark", "-r", file, "-Y", filter, "-T", "fields", "-e", "frame.number"])).split("\n").filter(Boolean);

// "1–4, 7"
function inRanges(numbers) {
  const ranges = [];
  for (const n of numbers) {
    if (ranges.at(-1)?.[1] === n - 1) ranges.at(-1)[1] = n;
    else ranges.push([n, n]);
  }
  return ranges.map(([first, last]) => (first === last ? first : `${first}–${last}`)).join(", ");
}

const origin = async ({ name, title, description, derived, numbers }) => `# ${name}

${title}.

${description.trim()}

| | |
|---|---|
| made from | [${derived.from}](../../${derived.from}/ORIGIN.md), a recording of real software |
| left out | packets ${inRanges(numbers.map(Number))}: those that tshark finds with \`${derived.without}\` |
| made with | ${await programVersion("editcap")} |
| format | pcapng |
| make it again | \`captures/lab/record ${name}\` |
`;
