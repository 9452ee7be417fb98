// Keeps the table of captures/README.md in step with the case modules.
import { readFile, writeFile } from "node:fs/promises";
import { formatName } from "./capture.js";
import { findCases, loadCase } from "./cases.js";
import { capturesFolder } from "./paths.js";

const readme = new URL("README.md", capturesFolder);
const table = /(<!-- cases -->\n)[^]*(<!-- end of cases -->)/;

export async function writeIndex() {
  const cases = await Promise.all(findCases().map(loadCase));
  const rows = cases.map(
    ({ name, title, packages, programs, format }) =>
      `| [${name}](${name}/ORIGIN.md) | ${title} | ${[...packages, ...programs].join(", ") || "node"} | ${formatName(format)} |\n`,
  );
  const text = await readFile(readme, "utf8");
  const head = "| case | shows | real software | format |\n|---|---|---|---|\n";
  await writeFile(
    readme,
    text.replace(table, (_, start, end) => `${start}${head}${rows.join("")}${end}`),
  );
}
