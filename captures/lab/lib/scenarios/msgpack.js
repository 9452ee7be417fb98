// Socket.IO 4 with the MessagePack parser on both sides: every kind of value, binary data inside the packets,
// acknowledgements both ways, two namespaces and a refused one.
import { once } from "node:events";
import { createServer } from "node:http";
import { Server } from "socket.io-4";
import { Manager } from "socket.io-client-4";
import parser from "socket.io-msgpack-parser";
import { authority, listen } from "../http.js";
import { connected, Endpoint, refused, upgradeLate } from "../socketio.js";

const ramp = Buffer.from(Array.from({ length: 300 }, (_, i) => i & 0xff));
const integers = [0, 127, 128, 255, 256, 65535, 65536, 4294967295, 4294967296, Number.MAX_SAFE_INTEGER];
const negatives = [-1, -32, -33, -128, -129, -32768, -32769, -2147483648, -2147483649, Number.MIN_SAFE_INTEGER];
const floats = [0.1, -12.5, Math.PI, 5e-324, 1.25e10];
const letters = Object.fromEntries([..."abcdefghijklmnopq"].map((letter, i) => [letter, i]));

export function msgpackServer(options, { upgradeAfterMs = 0 } = {}) {
  return async (scene) => {
    const http = createServer();
    const io = new Server(http, { parser, ...options });
    upgradeLate(io, upgradeAfterMs);
    io.of("/vault").use((socket, next) =>
      next(Object.assign(new Error("Kein Zutritt ✋"), { data: { code: 4001, retry: false, until: new Date(0) } })),
    );
    for (const namespace of [io, io.of("/store")]) {
      namespace.on("connection", (socket) => serve(socket, new Endpoint(socket, scene.log, socket.nsp.name)));
    }
    await listen(http, scene);
    return () => http.close();
  };
}

function serve(socket, app) {
  app.on("values", (acknowledge, ...values) => acknowledge(...values.reverse()));
  app.on("upload", async (acknowledge, { name }, data) => {
    acknowledge({ name, head: data.subarray(0, 4), length: data.length });
    await app.request("check", ramp, "what do you see? 👀");
    app.emit("gallery", { images: [Buffer.from([1, 2, 3]), { thumb: Buffer.from([0]) }] }, new Uint8Array([9, 8, 7]));
  });
  app.on("hang up", () => socket.disconnect(true));
  app.emit("welcome", { nsp: socket.nsp.name, text: "wëlcome 🎉", at: new Date(1700000000123) });
}

export function msgpackClient(options) {
  return async (scene) => {
    const manager = new Manager(`http://${authority(scene)}`, { parser, reconnection: false, ...options });
    const join = async (nsp, auth) => {
      const socket = manager.socket(nsp, { auth });
      const app = new Endpoint(socket, scene.log, nsp).on("welcome").on("gallery");
      app.on("check", (acknowledge, data) => acknowledge(data.length, data.subarray(-2), null));
      await Promise.race([connected(socket, scene.log, nsp), refused(socket, scene.log, nsp)]);
      return { socket, app };
    };

    const main = await join("/");
    await main.app.received("welcome");
    await main.app.request("values", integers, negatives, floats);
    await main.app.request("values", null, true, false, "", "ünïcode 🎉", "long ".repeat(60), letters, [[], {}, [[1]]]);

    const store = await join("/store", { token: "abc", since: 2024 });
    await join("/vault", { token: "wrong" });
    await store.app.received("welcome");
    await store.app.request("upload", { name: "ramp" }, ramp);
    await store.app.received("gallery");
    if (manager.engine.transport.name !== "websocket") await once(manager.engine, "upgrade");
    await store.app.request("values", Buffer.from("last"), integers.slice(-3));
    store.socket.disconnect();
    main.app.emit("hang up");
    await once(main.socket, "disconnect");
  };
}
