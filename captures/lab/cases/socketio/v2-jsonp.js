import Server from "socket.io-2";
import { jsonpClient, jsonpServer } from "../../lib/scenarios/jsonp.js";

export default {
  title: "Socket.IO 2.5.x on JSONP polling",
  description: `
Chromium with the client's browser build, forced to JSONP: answers are scripts, gzip coded over 1024 bytes, messages
go out as forms. Texts with quotes, backslashes, line ends, U+2028 and emoji both ways, and binary data in base64.`,
  port: 3118,
  packages: ["socket.io-2", "socket.io-client-2", "playwright-core"],
  programs: ["chromium"],
  server: jsonpServer(Server, "socket.io-client-2/dist/socket.io.slim.js", { hasSid: false }),
  client: jsonpClient,
};
