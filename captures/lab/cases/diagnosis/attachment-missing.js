import { joinByHand } from "../../lib/raw.js";
import { serve } from "../../lib/trouble.js";

const server = async (scene) => (await serve(scene)).stop;

async function client(scene) {
  const { socket, over } = await joinByHand(scene);
  socket.send('451-["picture",{"_placeholder":true,"num":0}]');
  socket.send('421["work",4]');
  await over;
}

export default {
  title: "A binary event for Socket.IO 4 whose attachment never comes",
  description: `
A client of the package ws that speaks Engine.IO and Socket.IO by itself announces one attachment and sends the next
event in its place. The server's parser says so to the application, and the server closes: an empty close frame,
"forced close".`,
  port: 3263,
  packages: ["socket.io-4", "ws"],
  server,
  client,
};
