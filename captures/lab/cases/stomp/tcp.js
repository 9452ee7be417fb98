import { playStompPy } from "../../lib/stomppy.js";
import { rabbit } from "../../lib/rabbitmq.js";

const client = (scene) => playStompPy(scene, "session");

export default {
  title: "STOMP 1.2, 1.1 and 1.0 over plain TCP: stomp.py and RabbitMQ",
  description: `
Three clients, one after the other. The first one subscribes with a receipt, acknowledges a message, sends another one in a
transaction, rejects that, stays for some heart-beats and disconnects with a receipt. The second one speaks 1.1 and sends a
header with escapes; the third one speaks 1.0 and sends a header twice. RabbitMQ ends each frame with an LF after the NUL, and
sends its heart-beats twice as often as it says.`,
  port: 3844,
  packages: [],
  programs: ["rabbitmq-server", "python3-stomp"],
  server: rabbit({ tcp: true }),
  client,
};
