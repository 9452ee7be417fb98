// The matrix of healthy sessions. A row has a value for each factor of matrix.json; its name is the values, joined by "-".
import { readFileSync } from "node:fs";

export const matrix = JSON.parse(readFileSync(new URL("matrix.json", import.meta.url), "utf8"));

const factors = Object.keys(matrix.factors);

export const nameOf = (row) => factors.map((factor) => row[factor]).join("-");

// Any row that can be, stored or not.
export function rowNamed(name) {
  const words = name.split("-");
  const row = Object.fromEntries(factors.map((factor, i) => [factor, words[i]]));
  for (const factor of factors) {
    if (!matrix.factors[factor].includes(row[factor])) throw new Error(`${name}: no ${factor} is called ${row[factor]}`);
  }
  const rule = matrix.never.find((rule) => forbids(rule, row));
  if (words.length !== factors.length || rule) throw new Error(`there is no row ${name}${rule ? `: ${rule.because}` : ""}`);
  return row;
}

export const allRows = () =>
  factors
    .reduce((rows, factor) => rows.flatMap((row) => matrix.factors[factor].map((value) => ({ ...row, [factor]: value }))), [{}])
    .filter((row) => !matrix.never.some((rule) => forbids(rule, row)));

// The pairs that the matrix is to have which this row has: `kind plain · end tab`.
export function pairsOf(row) {
  const valued = { ...row, kind: kindOf(row) };
  return matrix.pairs.map(([one, other]) => `${one} ${valued[one]} · ${other} ${valued[other]}`);
}

const kindOf = ({ server }) => Object.entries(matrix.kinds).find(([, servers]) => servers.includes(server))[0];

const forbids = ({ because: _, ...conditions }, row) =>
  Object.entries(conditions).every(([factor, values]) => values.includes(row[factor]));
