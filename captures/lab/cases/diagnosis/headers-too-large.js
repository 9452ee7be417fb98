import { join, serve } from "../../lib/trouble.js";

const cookie = `session=${"0123456789abcdef".repeat(1100)}`;

export default {
  title: "Socket.IO 4: a client whose cookies are larger than Node's limit for a request's header: 431",
  description: `
A cookie of 17.6 kB. Node takes 16 KiB of header fields (\`--max-http-header-size\`), answers 431 and closes.`,
  port: 3636,
  packages: ["socket.io-4", "socket.io-client-4"],
  server: async (scene) => (await serve(scene)).stop,
  client: (scene) => join(scene, { transports: ["polling"], extraHeaders: { cookie } }).over,
};
