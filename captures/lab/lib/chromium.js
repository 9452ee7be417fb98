// Runs a page in Debian's Chromium. What the page logs through `window.log(kind, fields)` goes into the truth.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";

// Nothing but the page may use the network.
const quiet = [
  "--disable-gpu",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

// Opens the page and closes the browser when the page calls `window.finished()`. `onConsole` gets what the browser itself
// writes to the page's console. `whenTalked(page)` runs when the page calls `window.talked()`, and gives it its answer; if it
// closes the page, the browser is closed as well. `script` runs first in each page. `quic`: the browser may use it.
// `careless`: errors that the page does not catch are no matter.
export async function visit(url, log, { onConsole, whenTalked, script, args = [], quic = false, careless = false } = {}) {
  const profile = await mkdtemp(join(tmpdir(), "wstrace-lab-"));
  const browser = await chromium.launchPersistentContext(profile, {
    executablePath: "/usr/bin/chromium",
    chromiumSandbox: false,
    args: [...quiet, ...(quic ? [] : ["--disable-quic"]), ...args],
    ignoreHTTPSErrors: args.includes("--ignore-certificate-errors"),
  });
  try {
    const page = await browser.newPage();
    const finished = new Promise((resolve, reject) => {
      page.exposeFunction("finished", resolve);
      if (!careless) page.on("pageerror", reject);
      page.exposeFunction("talked", async () => {
        const answer = await whenTalked(page);
        if (page.isClosed()) resolve();
        return answer;
      });
    });
    if (script) await page.addInitScript(script);
    if (onConsole) page.on("console", (message) => onConsole(message.text()));
    await page.exposeFunction("log", log);
    await page.goto(url);
    await finished;
  } finally {
    await browser.close();
    await rm(profile, { recursive: true, force: true });
  }
}
