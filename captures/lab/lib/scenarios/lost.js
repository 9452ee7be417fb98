// A Socket.IO 4 client that loses its connection without a goodbye and comes back once, hoping to be recovered.
import { once } from "node:events";
import { io as connect } from "socket.io-client-4";
import { authority } from "../http.js";
import { Endpoint } from "../socketio.js";
import { serve } from "../trouble.js";

const transports = ["websocket"];

// The server broadcasts "news" to everybody who asks for it.
export const forgetfulServer = (maxDisconnectionDuration) => async (scene) => {
  const options = { transports, connectionStateRecovery: { maxDisconnectionDuration }, attach };
  return (await serve(scene, options)).stop;
};

function attach(app, _, io) {
  app.on("work", (acknowledge, n) => acknowledge(n * n));
  app.on("subscribe", () => io.emit("news", "extra"));
}

export const lostClient =
  ({ reconnectionDelay, subscribe }) =>
  async (scene) => {
    const reconnection = { reconnectionDelay, randomizationFactor: 0, reconnectionAttempts: 1 };
    const socket = connect(`http://${authority(scene)}`, { transports, ...reconnection });
    socket.on("connect", () => scene.log("connect", { nsp: "/", sid: socket.id, recovered: socket.recovered }));
    const app = new Endpoint(socket, scene.log).on("news");
    await once(socket, "connect");
    await app.request("work", 3);
    if (subscribe) {
      app.emit("subscribe");
      await app.received("news");
    }
    // As if the network went away: no close frame, no DISCONNECT.
    socket.io.engine.transport.ws.terminate();
    await once(socket, "connect");
    await app.request("work", 4);
    socket.disconnect();
  };
