import { attempt, refusal, serveAnswers } from "../../lib/upgrades.js";

const answers = {
  "/200": () => refusal("200 OK", ["Content-Type: text/html"], "<h1>Welcome</h1>\n"),
  "/204": () => refusal("204 No Content"),
  "/206": () => refusal("206 Partial Content", ["Content-Range: bytes 0-3/8"], "half"),
  "/304": () => refusal("304 Not Modified", ['ETag: "v1"']),
  "/400": () => refusal("400 Bad Request", [], "no\n"),
  "/401": () => refusal("401 Unauthorized", ["WWW-Authenticate: Bearer"], "token?\n"),
  "/403": () => refusal("403 Forbidden", [], "origin not allowed\n"),
  "/405": () => refusal("405 Method Not Allowed", ["Allow: POST"]),
  "/407": () => refusal("407 Proxy Authentication Required", ['Proxy-Authenticate: Basic realm="office"', "Server: squid/5.7"]),
  "/408": () => refusal("408 Request Timeout"),
  "/410": () => refusal("410 Gone"),
  "/411": () => refusal("411 Length Required"),
  "/418": () => refusal("418 I'm a teapot", [], "short and stout\n"),
  "/426": () => refusal("426 Upgrade Required", ["Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Version: 8, 7"]),
  "/429": () => refusal("429 Too Many Requests", ["Retry-After: 30"]),
  "/431": () => refusal("431 Request Header Fields Too Large"),
  "/500": () => refusal("500 Internal Server Error", [], "TypeError: undefined is not a function\n"),
  "/501": () => refusal("501 Not Implemented"),
  "/503": () => refusal("503 Service Unavailable", ["Retry-After: 5"]),
  "/522": () => refusal("522", ["Server: cloudflare"], "error code: 522"),
  "/599": () => refusal("599"),
};

const server = (scene) => serveAnswers(scene, answers);

async function client(scene) {
  for (const path of Object.keys(answers)) await attempt(scene, path, { origin: "http://page.example" });
}

export default {
  title: "WebSocket upgrades that are answered with a status other than 101",
  description: `
A handwritten server answers each upgrade with the status that its path names and the headers that belong to it. The
client is the package ws, whose errors are its truth. http/upgrade-refusals-nginx has the same from a real web server.`,
  port: 3403,
  packages: ["ws"],
  server,
  client,
};
