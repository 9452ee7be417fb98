// A case that is not recorded but made from another one: wrap.py carries that case's packets by another way, and what the
// applications logged is true of it all the same. For encapsulations that the lab's kernel cannot make.
import { copyFile, mkdir, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { fileName } from "./capture.js";
import { loadCase } from "./cases.js";
import { checkCapture } from "./check.js";
import { capturesFolder } from "./paths.js";
import { output } from "./run.js";

const wrapProgram = fileURLToPath(new URL("wrap.py", import.meta.url));

// `wrapped` is { from: the other case, way: a name in wrap.py, link: of the result, where that is not Ethernet, repeats: true
// where packets come twice or are missing and are meant to }.
export async function wrapCase(definition) {
  const { wrapped } = definition;
  const source = await loadCase(wrapped.from);
  const folder = new URL(`${definition.name}/`, capturesFolder);
  const sourceFolder = new URL(`${source.name}/`, capturesFolder);
  await mkdir(folder, { recursive: true });
  const from = fileURLToPath(new URL(fileName(source.format), sourceFolder));
  const to = fileURLToPath(new URL("input.pcapng", folder));
  await output(["python3", wrapProgram, wrapped.way, from, to]);
  const seen = await checkCapture({ network: wrapped.repeats ? "lossy" : "wrapped" }, to);
  await copyFile(new URL("truth.ndjson", sourceFolder), new URL("truth.ndjson", folder));
  await writeFile(new URL("ORIGIN.md", folder), describe(definition, source));
  return `${seen}, from ${source.name}`;
}

const describe = ({ name, title, description, wrapped: { way, link } }, { name: from, ports }) => `# ${name}

${title}.

${description.trim()}

| | |
|---|---|
| made from | [${from}](../../${from}/ORIGIN.md), a recording; its log is this case's truth |
| made by | \`lib/wrap.py ${way}\`, see the function of that name: real packets in headers that are made up |
| format | pcapng, ${link ?? "Ethernet (EN10MB)"} |
| TCP port | ${ports.join(", ")} |
| make it again | \`captures/lab/record ${name}\` |
`;
