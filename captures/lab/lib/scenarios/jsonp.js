// Socket.IO on JSONP polling, which exists in browsers only and up to 3.x: texts that its two layers of escapes must
// carry unharmed, in both directions.
import { createServer } from "node:http";
import { authority, listen, servePages } from "../http.js";
import { visit } from "../chromium.js";
import { clientPage } from "../page.js";
import { Endpoint } from "../socketio.js";

const texts = [
  `"double" 'single' \`back\``,
  "back\\slash, two \\\\ and a \\n that is none",
  "line\nfeed, return\r\nand tab\t",
  "separators \u2028 and \u2029",
  "ünïcode 🎉 </script> a+b=c & 100% ;",
];

export function jsonpServer(Server, build, { hasSid }) {
  const page = clientPage(build, play, { hasSid, texts });
  return async (scene) => {
    const http = createServer(servePages({ "/": page }));
    const io = new Server(http, { transports: ["polling"], serveClient: false });
    io.on("connection", (socket) => serve(new Endpoint(socket, scene.log)));
    await listen(http, scene);
    return () => http.close();
  };
}

function serve(app) {
  app.on("text");
  app.on("echo", (acknowledge, text) => acknowledge(text, text.length));
  app.on("more", async (acknowledge, list) => {
    acknowledge(list);
    for (const text of texts) app.emit("text", text);
    await app.request("image", Buffer.from([0, 10, 13, 34, 92, 255]));
    app.emit("document", "Sphinx of black quartz, judge my \"vow\"\n".repeat(40));
  });
}

export const jsonpClient = (scene) => visit(`http://${authority(scene)}/`, scene.log);

// Runs in the browser.
async function play({ hasSid, texts }) {
  const app = endpoint(io({ transports: ["polling"], forceJSONP: true }), { hasSid });
  app.on("text");
  app.on("image", (acknowledge, data) => acknowledge(data));
  app.on("document");
  await app.connected;
  for (const text of texts) await app.request("echo", text);
  app.emit("text", "then all of them in one");
  await app.request("more", texts);
  await app.received("document");
  app.disconnect();
}
