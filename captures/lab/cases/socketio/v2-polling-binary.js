import Server from "socket.io-2";
import { visit } from "../../lib/chromium.js";
import { authority, servePages } from "../../lib/http.js";
import { clientPage } from "../../lib/page.js";
import { attachmentsServer, playAttachments } from "../../lib/scenarios/attachments.js";

const page = clientPage("socket.io-client-2/dist/socket.io.slim.js", playAttachments, { hasSid: false });

export default {
  title: "Socket.IO 2.5.x: binary events on HTTP polling, in binary payloads",
  description: `
Chromium with the client's browser build on polling only: binary events and acknowledgements both ways, one to four
attachments, one of them empty, with text events between them. Only payloads with an attachment are in the binary
form, those with text alone stay in the text form. The answer over 1024 bytes is gzip coded.`,
  port: 3108,
  packages: ["socket.io-2", "socket.io-client-2", "playwright-core"],
  programs: ["chromium"],
  server: attachmentsServer(Server, servePages({ "/": page })),
  client: (scene) => visit(`http://${authority(scene)}/`, scene.log),
};
