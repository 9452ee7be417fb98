import { createServer } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import Server from "socket.io-2";
import connect from "socket.io-client-2";
import { authority, listen } from "../../lib/http.js";
import { connected, Endpoint } from "../../lib/socketio.js";

const before3 = { hasSid: false };

async function server(scene) {
  const http = createServer();
  const io = new Server(http, { transports: ["websocket"] });
  for (const nsp of ["/chat", "/admin", "/vault"]) {
    const namespace = io.of(nsp).use(onlyWithToken);
    namespace.on("connection", (socket) => serve(new Endpoint(socket, scene.log, socket.nsp.name)));
  }
  await listen(http, scene);
  return () => http.close();
}

function onlyWithToken(socket, next) {
  const allowed = socket.nsp.name === "/chat" || socket.handshake.query.token === "abc";
  next(allowed ? undefined : new Error("Kein Zutritt ✋"));
}

function serve(app) {
  app.on("blob", (acknowledge, data) => {
    acknowledge(data.length);
    app.emit("blob", { half: data.subarray(0, data.length / 2), label: "hälfte" });
  });
}

async function client(scene) {
  const url = `http://${authority(scene)}`;
  const join = (nsp, query = "") => {
    const socket = connect(url + nsp + query, { transports: ["websocket"] });
    socket.on("error", (message) => scene.log("connect_error", { nsp, message }));
    const app = new Endpoint(socket, scene.log, nsp).on("blob");
    const answered = Promise.race([
      connected(socket, scene.log, nsp, before3),
      new Promise((resolve) => socket.on("error", resolve)),
    ]);
    return answered.then(() => ({ socket, app }));
  };

  const chat = await join("/chat");
  const admin = await join("/admin", "?token=abc");
  await join("/vault", "?token=wrong");
  await join("/nowhere");

  await admin.app.request("blob", Buffer.from([0, 1, 2, 3, 250, 251, 252, 253]));
  await admin.app.received("blob");
  await chat.app.request("blob", Buffer.from("čeština"));
  await chat.app.received("blob");
  admin.socket.disconnect();
  await sleep(50);
  chat.socket.io.close();
}

export default {
  title: "Socket.IO 2.5: namespaces with a query, two rejections, binary events",
  description: `
The client joins "/chat" and "/admin?token=abc"; "/vault" is refused by a middleware and "/nowhere" does not exist: an
ERROR packet with a JSON string each (logged as connect_error). Binary events both ways in two namespaces with
acknowledgements. The client leaves "/admin", then closes the transport under "/chat".`,
  port: 3009,
  packages: ["socket.io-2", "socket.io-client-2"],
  server,
  client,
};
