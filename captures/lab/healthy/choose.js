// Chooses rows that have every pair: node choose.js [tries]. Prints the cases of matrix.json.
import { allRows, nameOf, pairsOf } from "./matrix.js";

const rows = allRows().map((row) => ({ name: nameOf(row), pairs: pairsOf(row) }));
const all = new Set(rows.flatMap((row) => row.pairs));

// Each time the row that has most of the missing pairs; of several, any.
function choose() {
  const missing = new Set(all);
  const chosen = [];
  while (missing.size > 0) {
    let best = { gain: 0 };
    for (const row of rows) {
      const gain = row.pairs.filter((pair) => missing.has(pair)).length + Math.random() * 0.9;
      if (gain > best.gain) best = { gain, row };
    }
    for (const pair of best.row.pairs) missing.delete(pair);
    chosen.push(best.row.name);
  }
  return chosen;
}

let best;
for (let i = 0; i < Number(process.argv[2] ?? 50); ++i) {
  const chosen = choose();
  if (!best || chosen.length < best.length) best = chosen;
}
console.log(JSON.stringify(best.sort(), null, 2));
console.error(`${best.length} rows of ${rows.length}, ${all.size} pairs`);
