import { echoClient, echoServer } from "../../lib/scenarios/echo.js";

export default {
  title: "A WebSocket seen by a mirror port that copies both directions: every frame twice",
  description: `
The switch is told to mirror what its ports receive and what they send. A frame that passes through it is both, and comes
to the mirror port twice, the copies alike in every byte.`,
  port: 3312,
  packages: ["ws"],
  network: "mirror-both",
  server: echoServer,
  client: echoClient,
};
