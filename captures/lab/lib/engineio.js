// Logs what an Engine.IO application gets; the sockets of all versions and of both sides speak alike.
import { payload } from "./truth.js";

export function logSocket(socket, log) {
  // An empty text message reaches the application as undefined.
  socket.on("message", (data = "") => log("message", payload(data, typeof data !== "string")));
  socket.on("close", (reason) => log("close", { reason }));
  return socket;
}

export const opened = (socket, log) =>
  new Promise((resolve) =>
    socket.on("open", () => {
      log("open", { sid: socket.id });
      resolve();
    }),
  );
