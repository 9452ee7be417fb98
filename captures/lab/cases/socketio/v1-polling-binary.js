import Server from "socket.io-1";
import { visit } from "../../lib/chromium.js";
import { authority, servePages } from "../../lib/http.js";
import { clientPage } from "../../lib/page.js";
import { attachmentsServer, playAttachments } from "../../lib/scenarios/attachments.js";

const page = clientPage("socket.io-client-1/dist/socket.io.slim.min.js", playAttachments, { hasSid: false });

export default {
  title: "Socket.IO 1.7.4: binary events on HTTP polling, in binary payloads",
  description: `
Chromium with the client's browser build on polling only: binary events and acknowledgements both ways, one to four
attachments, one of them empty, with text events between them. This server sends every payload in the binary form,
also those with text alone; the client only those with an attachment. Text in a binary payload is UTF-8 encoded once.
The answer over 1024 bytes is gzip coded.`,
  port: 3107,
  packages: ["socket.io-1", "socket.io-client-1", "playwright-core"],
  programs: ["chromium"],
  server: attachmentsServer(Server, servePages({ "/": page })),
  client: (scene) => visit(`http://${authority(scene)}/`, scene.log),
};
