import { gzipSync } from "node:zlib";
import { visit } from "../../lib/chromium.js";
import { authority } from "../../lib/http.js";
import { pageOf, serveAnswers } from "../../lib/upgrades.js";
import { answers, offers } from "./upgrade-answer-faults.js";

const page = pageOf(Object.keys(answers).map((path) => [path, offers[path] ?? []]));

function servePage() {
  const body = gzipSync(page).toString("latin1");
  const headers = "Content-Type: text/html; charset=utf-8\r\nContent-Encoding: gzip\r\nConnection: close";
  return Buffer.from(`HTTP/1.1 200 OK\r\n${headers}\r\nContent-Length: ${body.length}\r\n\r\n${body}`, "latin1");
}

const server = (scene) => serveAnswers(scene, { ...answers, "/": servePage });

const client = (scene) =>
  visit(`http://${authority(scene)}/`, scene.log, { onConsole: (message) => scene.log("error", { message }) });

export default {
  title: "Invalid 101 responses, and how Chromium reacts to each",
  description: `
The server and the paths of http/upgrade-answer-faults. The page sees nothing but close code 1006; what Chromium writes to
the console is in the truth as \`error\`.`,
  port: 3401,
  packages: ["playwright-core"],
  programs: ["chromium"],
  server,
  client,
};
