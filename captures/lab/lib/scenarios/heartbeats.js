// An Engine.IO application without Socket.IO on top: text and binary messages, then about four idle heartbeats.
// WebSocket is the only transport unless the options say otherwise.
import { createServer } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { authority, listen } from "../http.js";
import { logSocket, opened } from "../engineio.js";

const defaults = { transports: ["websocket"], pingInterval: 250, pingTimeout: 200 };

export function heartbeatServer(Server, options = {}) {
  return async (scene) => {
    const http = createServer();
    const engine = new Server({ ...defaults, ...options });
    engine.attach(http);
    engine.on("connection", (socket) => serve(logSocket(socket, scene.log), scene.log));
    await listen(http, scene);
    return () => http.close();
  };
}

function serve(socket, log) {
  log("open", { sid: socket.id });
  socket.send("wëlcome 🎉");
  socket.on("message", (data = "") => {
    if (typeof data === "string") socket.send(`echo: ${data}`);
    else socket.send(Buffer.from(data).reverse());
  });
}

// `more` are texts that the client sends along with the others.
export function heartbeatClient(connect, options = {}, more = []) {
  return async (scene) => {
    const socket = logSocket(connect(`ws://${authority(scene)}`, { ...defaults, ...options }), scene.log);
    await opened(socket, scene.log);
    socket.send("héllo");
    // Looks like a packet of its own, but is a message.
    socket.send("2probe");
    socket.send("");
    for (const text of more) socket.send(text);
    socket.send(Buffer.from([4, 0, 255, 0x34, 30]));
    socket.send(Buffer.alloc(0));
    await sleep(600);
    socket.send("after two heartbeats");
    await sleep(600);
    socket.close();
  };
}
