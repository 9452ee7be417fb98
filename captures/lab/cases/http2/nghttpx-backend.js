import { Agent } from "node:http";
import { listen } from "../../lib/http.js";
import { createCleartextServer } from "../../lib/http2.js";
import { startNghttpx } from "../../lib/nghttpx.js";
import { serveVotes, vote, voters } from "../../lib/scenarios/votes.js";
import { upgradeLate } from "../../lib/socketio.js";

const [outside, inside] = [3519, 3520];

async function server(scene) {
  const http = createCleartextServer();
  upgradeLate(serveVotes(scene, http), 60);
  await listen(http, { ...scene, port: inside });
  const stopProxy = await startNghttpx(scene, inside, { frontend: "no-tls", protocol: "h2" });
  return async () => {
    await stopProxy();
    http.close();
  };
}

const client = (scene) =>
  Promise.all(
    voters.map(async (number) => {
      const agent = new Agent({ keepAlive: true });
      await vote(scene, number, { agent });
      agent.destroy();
    }),
  );

export default {
  title: "Three Socket.IO 4 clients through nghttpx, which translates HTTP/1.1 to HTTP/2 and an upgrade to an extended CONNECT",
  description: `
Three clients at once with the default transports. They speak HTTP/1.1 with nghttpx on port ${outside}; the polls and the
WebSockets of all of them are streams of the one h2 connection that it keeps to the server on port ${inside}. "client" in the
truth is the client's number, which it sends as its auth payload.`,
  port: outside,
  ports: [outside, inside],
  packages: ["socket.io-4", "socket.io-client-4"],
  programs: ["nghttpx"],
  server,
  client,
};
