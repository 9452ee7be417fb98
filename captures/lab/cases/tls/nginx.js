import { Agent } from "node:https";
import { Server } from "socket.io-4";
import { io as connect } from "socket.io-client-4";
import { startNginx, upgradeHeaders } from "../../lib/nginx.js";
import { conversationClient, conversationServer } from "../../lib/scenarios/conversation.js";
import { authority, certificateFile, keyLog } from "../../lib/tls.js";

const [outside, inside] = [3479, 3480];

async function server(scene) {
  const stopServer = await conversationServer(Server)({ ...scene, port: inside });
  const stopNginx = await startNginx(
    { ...scene, port: 3481 },
    {
      server: "return 404;",
      http: `
  server {
    listen ${scene.host}:${outside} ssl;
    ssl_certificate ${certificateFile("server.crt")};
    ssl_certificate_key ${certificateFile("server.key")};
    location / { proxy_pass http://${scene.host}:${inside}; ${upgradeHeaders} }
  }`,
    },
  );
  return async () => {
    await stopNginx();
    await stopServer();
  };
}

function client(scene) {
  const agent = new Agent({ ca: authority, servername: "lab.example", ALPNProtocols: ["http/1.1"] });
  agent.on("keylog", keyLog(scene));
  return conversationClient(connect, { hasSid: true, scheme: "https", agent })(scene);
}

export default {
  title: "nginx that terminates TLS in front of a Socket.IO 4 server, captured on both sides, with the client's keys",
  description: `
The conversation of socketio/v4-websocket through nginx, which speaks TLS 1.2 with the client and plain HTTP with the server
behind it. Both sides are recorded; the client wrote its keys down.`,
  port: outside,
  ports: [outside, inside],
  packages: ["socket.io-4", "socket.io-client-4"],
  programs: ["nginx"],
  server,
  client,
};
