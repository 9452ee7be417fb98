// A case that is made from a recorded one: what a capture of the same conversation would have, had it begun later, lost
// packets, or met a network that delays or repeats them. Its `derived` is
//
//   from      the recorded case
//   without   a display filter of tshark: the packets that are left out          (optional)
//   delayed   { packets: a filter, by: seconds }: those that come later          (optional)
//   repeated  the same: those that come once more, later                         (optional)
//   truth     (lines) => lines: what of the other case's truth can be known from what is left   (optional; all of it)
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
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
  const changes = await changesOf(from, derived);
  await output(["editcap", from, to, ...changes.flatMap(({ takesOut, numbers }) => (takesOut ? numbers : []))]);
  for (const { by, numbers } of changes) if (by) await addLater(from, to, by, numbers);

  const truth = (await readFile(new URL("truth.ndjson", source), "utf8")).trim().split("\n").map(JSON.parse);
  await writeFile(new URL("truth.ndjson", folder), truthLines(derived.truth?.(truth) ?? truth));
  await writeFile(new URL("ORIGIN.md", folder), await origin({ name, title, description, derived, changes }));
  return `${derived.from}: ${changes.map(({ numbers, word }) => `${numbers.length} ${word}`).join(", ")}`;
}

// What happens to which packets of the file.
async function changesOf(file, { from, without, delayed, repeated }) {
  const changes = [
    { word: "left out", filter: without, takesOut: true },
    { word: "delayed", filter: delayed?.packets, by: delayed?.by, takesOut: true },
    { word: "repeated", filter: repeated?.packets, by: repeated?.by },
  ].filter(({ filter }) => filter);
  for (const change of changes) {
    change.numbers = await packets(file, change.filter);
    if (change.numbers.length === 0) throw new Error(`no packet of ${from} is ${change.filter}`);
  }
  return changes;
}

async function addLater(from, to, by, numbers) {
  const [late, rest] = [`${to}.late`, `${to}.rest`];
  await output(["editcap", "-r", "-t", `${by}`, from, late, ...numbers]);
  await rename(to, rest);
  await output(["mergecap", "-w", to, rest, late]);
  await Promise.all([rm(late), rm(rest)]);
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

const row = ({ word, by, filter, numbers }) =>
  `| ${word} | packets ${inRanges(numbers.map(Number))}${by ? `, by ${by} s` : ""}: those that tshark finds with \`${filter}\` |`;

const origin = async ({ name, title, description, derived, changes }) => `# ${name}

${title}.

${description.trim()}

| | |
|---|---|
| made from | [${derived.from}](../../${derived.from}/ORIGIN.md), a recording of real software |
${changes.map(row).join("\n")}
| made with | ${await programVersion("editcap")} |
| format | pcapng |
| make it again | \`captures/lab/record ${name}\` |
`;
