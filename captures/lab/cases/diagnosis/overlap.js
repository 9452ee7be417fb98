import { setTimeout as sleep } from "node:timers/promises";
import { ask, enginePath, openSession } from "../../lib/raw.js";
import { serve } from "../../lib/trouble.js";

const server = async (scene) => (await serve(scene)).stop;

async function client(scene) {
  const sid = await openSession(scene);
  const poll = () => ask(scene, "GET", enginePath({ EIO: "4", transport: "polling", sid }));
  const first = poll();
  await sleep(100);
  await Promise.all([first, poll()]);
}

export default {
  title: "Socket.IO 4: two polls of one session at the same time",
  description: `
Plain node HTTP opens a session and polls it twice, the second poll 100 ms after the first, which still waits. The
server closes the session: a close packet answers the first poll, 400 without a body the second.`,
  port: 3207,
  packages: ["socket.io-4"],
  server,
  client,
};
