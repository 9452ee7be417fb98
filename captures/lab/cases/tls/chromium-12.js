import { secureClient, secureServer } from "../../lib/scenarios/secure-page.js";

export default {
  title: "Chromium with a WebSocket through TLS 1.2, with the keys that it wrote (SSLKEYLOGFILE)",
  description: `
A headless Chromium, told to accept any certificate, loads a page by https:// from a server whose highest version is TLS 1.2,
and opens a WebSocket to it. The client's truth is the page's own log.`,
  port: 3489,
  packages: ["ws", "playwright-core"],
  programs: ["chromium"],
  server: secureServer({ maxVersion: "TLSv1.2" }),
  client: secureClient,
};
