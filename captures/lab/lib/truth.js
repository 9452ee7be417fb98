// The application's own log. Every line is { side, client?, kind, … }; see captures/README.md for the kinds.
import { createHash } from "node:crypto";

const wholeUpTo = 100_000;

export function truthLogger(side, write) {
  const log = (kind, fields = {}) => {
    const { client, ...rest } = fields;
    write({ side, ...(client && { client }), kind, ...plain(rest) });
  };
  log.side = side;
  // The same log for the n-th of several clients.
  log.of = (client) => (kind, fields) => log(kind, { client, ...fields });
  // The same log for another program that this process looks after.
  log.as = (other) => truthLogger(other, write);
  return log;
}

// One side after the other, each in its own order: how two processes interleave is not the same twice.
export const truthLines = (truth) => truth.map((line) => JSON.stringify(line) + "\n").join("");

// JSON for values that may hold binary data or dates anywhere.
function plain(value) {
  if (value instanceof Date) return { $date: value.toISOString() };
  if (value instanceof Uint8Array || value instanceof ArrayBuffer) return { $binary: base64(value) };
  if (Array.isArray(value)) return value.map(plain);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, plain(member)]));
}

export function base64(bytes) {
  return Buffer.from(bytes.buffer ?? bytes, bytes.byteOffset ?? 0, bytes.byteLength).toString("base64");
}

// The keys that say what a message carries. A very long one is named by its digest.
export function payload(data, isBinary) {
  if (data.length > wholeUpTo) return { length: data.length, sha256: createHash("sha256").update(data).digest("hex") };
  return isBinary ? { base64: base64(data) } : { text: data.toString() };
}
