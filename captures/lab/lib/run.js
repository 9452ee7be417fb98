import { execFile } from "node:child_process";
import { promisify } from "node:util";

const execute = promisify(execFile);

// Standard output of a command given as an array; throws when it fails.
export async function output([command, ...args]) {
  return (await execute(command, args, { maxBuffer: 64 << 20 })).stdout;
}
