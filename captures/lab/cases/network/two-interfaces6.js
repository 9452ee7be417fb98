import { echoClient, echoServer } from "../../lib/scenarios/echo.js";

export default {
  title: "A WebSocket over IPv6, recorded by dumpcap on a bridge and on its port at once",
  description: `
dumpcap writes what several interfaces bring in the order in which it empties their buffers, not in the order of time:
an answer may stand before its question. And every packet is there twice; IPv6 has no identification that would say so.`,
  port: 3311,
  packages: ["ws"],
  network: "bridge-two6",
  server: echoServer,
  client: echoClient,
};
