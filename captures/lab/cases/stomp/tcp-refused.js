import { playStompPy } from "../../lib/stomppy.js";
import { rabbit } from "../../lib/rabbitmq.js";

const client = (scene) => playStompPy(scene, "refused");

export default {
  title: "STOMP over plain TCP: a wrong passcode, an unknown command, an unknown destination",
  description: `
Three clients of stomp.py. RabbitMQ answers each with ERROR and leaves the connection open; the client closes
it half a second later.`,
  port: 3848,
  packages: [],
  programs: ["rabbitmq-server", "python3-stomp"],
  server: rabbit({ tcp: true }),
  client,
};
