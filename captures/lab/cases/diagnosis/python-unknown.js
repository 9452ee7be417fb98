import { setTimeout as sleep } from "node:timers/promises";
import { authority } from "../../lib/http.js";
import { servePython } from "../../lib/pythonserver.js";

// One request after another, each with what is wrong about it.
const targets = ["EIO=4&transport=polling&sid=nobody", "EIO=3&transport=polling", "EIO=4&transport=carrier-pigeon"];

async function client(scene) {
  for (const target of targets) {
    const answer = await fetch(`http://${authority(scene)}/socket.io/?${target}`, { headers: { connection: "close" } });
    scene.log("response", { status: answer.status, body: await answer.json() });
    await sleep(20);
  }
}

export default {
  title: "python-engineio's refusals, in its own words",
  description: `
A request of a session that the server does not know, one in Engine.IO 3, and one for a transport that does not exist.
The server has no numbers for its errors: \`"Invalid session"\`, \`"The client is using an unsupported version …"\`,
\`"Invalid transport"\`, each as a JSON string with the status 400.`,
  port: 3361,
  packages: [],
  programs: ["python3-socketio", "python3-engineio", "python3-werkzeug"],
  server: servePython,
  client,
};
