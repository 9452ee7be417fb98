import { Server } from "engine.io-6";
import { Socket } from "engine.io-client-6";
import { heartbeatClient, heartbeatServer } from "../../lib/scenarios/heartbeats.js";

const options = { transports: ["polling"] };

export default {
  title: "Engine.IO protocol 4 on HTTP polling without Socket.IO: messages and heartbeats",
  description: `
The scenario of engineio/v4-websocket on polling, with two more texts: the server pings every 250 ms. Payloads with
several messages in both directions, binary messages in base64.`,
  port: 3112,
  packages: ["engine.io-6", "engine.io-client-6"],
  server: heartbeatServer(Server, options),
  client: heartbeatClient((url, clientOptions) => new Socket(url, clientOptions), options, ["🎉 naïve 🎉", "…"]),
};
