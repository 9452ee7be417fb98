import { Server } from "socket.io-3";
import { jsonpClient, jsonpServer } from "../../lib/scenarios/jsonp.js";

export default {
  title: "Socket.IO 3.1.x on JSONP polling",
  description: `
Chromium with the client's browser build, forced to JSONP: answers are scripts, gzip coded over 1024 bytes, messages
go out as forms. Texts with quotes, backslashes, line ends, U+2028 and emoji both ways, and binary data in base64.`,
  port: 3119,
  packages: ["socket.io-3", "socket.io-client-3", "playwright-core"],
  programs: ["chromium"],
  server: jsonpServer(Server, "socket.io-client-3/dist/socket.io.min.js", { hasSid: true }),
  client: jsonpClient,
};
