import { visit } from "../../lib/chromium.js";
import { authority } from "../../lib/http.js";
import { attempt, pageOf, refusal, serveAnswers, switching } from "../../lib/upgrades.js";

const redirect = (status, location) => () => refusal(status, [`Location: ${location}`]);
const attempts = ["/301", "/302", "/307", "/308"].map((path) => [path, []]);

const server = (scene) =>
  serveAnswers(scene, {
    "/": () => refusal("200 OK", ["Content-Type: text/html; charset=utf-8"], pageOf(attempts)),
    "/301": redirect("301 Moved Permanently", `https://${authority(scene)}/301`),
    "/302": redirect("302 Found", "/login?next=%2F302"),
    "/307": redirect("307 Temporary Redirect", "/307/"),
    "/308": redirect("308 Permanent Redirect", `http://${authority(scene)}/live`),
    "/live": (key) => switching(key),
  });

async function client(scene) {
  const onConsole = (message) => scene.log("error", { message });
  await visit(`http://${authority(scene)}/`, scene.log, { onConsole });
  await attempt(scene, "/308", { followRedirects: true });
}

export default {
  title: "WebSocket upgrades that are redirected: Chromium does not follow, the package ws does if it is configured to",
  description: `
Chromium asks for a WebSocket at four paths and is redirected with 301 (to https), 302, 307 and 308. It follows none of
them; the page sees close code 1006, the console (\`error\` in the truth) the status. Then the package ws with
\`followRedirects\` asks at one of them, and opens the WebSocket on a second connection.`,
  port: 3407,
  packages: ["ws", "playwright-core"],
  programs: ["chromium"],
  server,
  client,
};
