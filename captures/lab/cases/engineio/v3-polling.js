import engine from "engine.io-3";
import connect from "engine.io-client-3";
import { heartbeatClient, heartbeatServer } from "../../lib/scenarios/heartbeats.js";

const options = { transports: ["polling"] };

export default {
  title: "Engine.IO protocol 3 on HTTP polling without Socket.IO: messages and heartbeats",
  description: `
The scenario of engineio/v3-websocket on polling, with two more texts: here the client pings every 250 ms. Payloads
with several messages in both directions; a packet's length counts UTF-16 code units. Binary messages are in base64
both ways (b64=1).`,
  port: 3111,
  packages: ["engine.io-3", "engine.io-client-3"],
  server: heartbeatServer(engine.Server, options),
  client: heartbeatClient(connect, options, ["🎉 naïve 🎉", "…"]),
};
