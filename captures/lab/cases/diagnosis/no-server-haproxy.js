import { startHaproxy } from "../../lib/haproxy.js";
import { join } from "../../lib/trouble.js";

const limits = ["timeout connect 1s", "timeout client 5s", "timeout server 5s", "retries 0"];

export default {
  title: "A Socket.IO 4 client at HAProxy whose server is not there: 503",
  description: `
HAProxy asks port 3790, where nobody listens, and answers with a page of its own, which names no program.`,
  port: 3789,
  packages: ["socket.io-client-4"],
  programs: ["haproxy"],
  server: (scene) => startHaproxy(scene, 3790, limits),
  client: (scene) => join(scene).over,
};
