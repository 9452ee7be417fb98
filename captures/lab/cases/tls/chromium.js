import { secureClient, secureServer } from "../../lib/scenarios/secure-page.js";

export default {
  title: "Chromium with a WebSocket through TLS 1.3, with the keys that it wrote (SSLKEYLOGFILE)",
  description: `
A headless Chromium, told to accept any certificate, loads a page by https:// and opens a WebSocket to the same server.
The client's truth is the page's own log.`,
  port: 3482,
  packages: ["ws", "playwright-core"],
  programs: ["chromium"],
  server: secureServer(),
  client: secureClient,
};
