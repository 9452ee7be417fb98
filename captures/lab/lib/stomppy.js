// Clients of stomp.py, as the client's side of a case.
import { readFileSync } from "node:fs";
import { playPython } from "./python.js";

// Debian's, for which its packages are.
const python = "/usr/bin/python3";
const program = readFileSync(new URL("python_stomp.py", import.meta.url), "utf8");

// `scenario` is the name of a function of the program.
export const playStompPy = (scene, scenario) => playPython({ ...scene, python }, program, scenario);
