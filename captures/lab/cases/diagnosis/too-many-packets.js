import { setTimeout as sleep } from "node:timers/promises";
import { authority } from "../../lib/http.js";
import { servePython } from "../../lib/pythonserver.js";

const packets = Array.from({ length: 24 }, (_, i) => `42["work",${501 + i}]`);

// A client that is written by hand and saves requests: all that it has to say goes into one POST.
async function client(scene) {
  const address = `http://${authority(scene)}/socket.io/?EIO=4&transport=polling`;
  const ask = async (target, options) => {
    const answer = await fetch(target, { headers: { connection: "close" }, ...options });
    const body = await answer.text();
    scene.log("response", { status: answer.status, body });
    return body;
  };
  const { sid } = JSON.parse((await ask(address)).slice(1));
  const session = `${address}&sid=${sid}`;
  await ask(session, { method: "POST", body: "40" });
  await ask(session);
  await ask(session, { method: "POST", body: packets.join("\u001e") });
  await sleep(200);
  await ask(session, { method: "POST", body: '420["work",100]' });
  await ask(session);
}

export default {
  title: "24 events in one POST to python-engineio, which takes 16 packets at most",
  description: `
The server answers \`OK\` to all POSTs. Of the one with 24 packets no event reaches a handler; the event of the next POST does.`,
  port: 3641,
  packages: [],
  programs: ["python3-socketio", "python3-engineio", "python3-werkzeug"],
  server: servePython,
  client,
};
