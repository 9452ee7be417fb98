import { Server } from "socket.io-4";
import { io as connect } from "socket.io-client-4";
import { attachmentsClient, attachmentsServer } from "../../lib/scenarios/attachments.js";

export default {
  title: "Socket.IO 4: binary events on HTTP polling, in base64",
  description: `
Binary events and acknowledgements both ways on polling only, one to four attachments, one of them empty, with text
events between them. In this protocol an attachment on polling is always base64.`,
  port: 3110,
  packages: ["socket.io-4", "socket.io-client-4"],
  server: attachmentsServer(Server),
  client: attachmentsClient(connect, { hasSid: true }),
};
