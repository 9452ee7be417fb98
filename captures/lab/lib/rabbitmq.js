// Debian's RabbitMQ with its plugins for STOMP as a child process, with every file of its own in a temporary folder.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { takeOrders } from "./orders.js";

// Debian's own start script in /usr/sbin changes the user and the folders.
const program = "/usr/lib/rabbitmq/bin/rabbitmq-server";

// For Erlang's own network, which nothing is recorded of.
const epmdPort = 3858;
const distributionPort = 3859;

const webSocket = ({ host, port }) => ({
  plugin: "rabbitmq_web_stomp",
  settings: `stomp.listeners.tcp = none\nweb_stomp.tcp.ip = ${host}\nweb_stomp.tcp.port = ${port}`,
});
const plainTcp = ({ host, port }) => ({ plugin: "rabbitmq_stomp", settings: `stomp.listeners.tcp.1 = ${host}:${port}` });

const configuration = (settings) => `
listeners.tcp = none
log.console = true
log.file = false
${settings}
`;

const environment = (folder) => ({
  ...process.env,
  HOME: folder,
  RABBITMQ_NODENAME: "lab@localhost",
  RABBITMQ_MNESIA_BASE: join(folder, "mnesia"),
  RABBITMQ_LOG_BASE: join(folder, "log"),
  RABBITMQ_CONFIG_FILE: join(folder, "rabbitmq.conf"),
  RABBITMQ_CONF_ENV_FILE: "/dev/null",
  RABBITMQ_ENABLED_PLUGINS_FILE: join(folder, "plugins"),
  RABBITMQ_DIST_PORT: String(distributionPort),
  RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: "-kernel inet_dist_use_interface {127,0,0,1}",
  ERL_EPMD_ADDRESS: "127.0.0.1",
  ERL_EPMD_PORT: String(epmdPort),
  // The script becomes the server, so that a signal to the child is one to the server.
  RUNNING_UNDER_SYSTEMD: "1",
});

// Listens on the scene's port, for WebSockets or (`tcp`) for STOMP itself. Returns { child, stop }.
async function startRabbit(scene, { tcp }) {
  const { plugin, settings } = (tcp ? plainTcp : webSocket)(scene);
  const folder = await mkdtemp(join(tmpdir(), "wstrace-rabbitmq-"));
  await writeFile(join(folder, "rabbitmq.conf"), configuration(settings));
  await writeFile(join(folder, "plugins"), `[${plugin}].\n`);

  const epmd = spawn("epmd", ["-port", String(epmdPort), "-address", "127.0.0.1"], { stdio: "ignore" });
  const child = spawn(program, [], { env: environment(folder), stdio: ["ignore", "pipe", "inherit"] });
  const kill = () => [child, epmd].forEach((one) => one.kill("SIGKILL"));
  process.on("exit", kill);
  const exited = Promise.all([once(child, "close"), once(epmd, "close")]);
  let said = "";
  await new Promise((started, failed) => {
    child.stdout.on("data", (text) => (said += text).includes("Server startup complete") && started());
    child.on("close", () => failed(new Error(`RabbitMQ does not start: ${said}`)));
  });
  const stop = async () => {
    kill();
    await exited;
    process.off("exit", kill);
    await rm(folder, { recursive: true });
  };
  return { child, stop };
}

// RabbitMQ as the server's side of a case. The client's side can have it stopped, continued and killed (orders.js).
export const rabbit = (options = {}) =>
  async function server(scene) {
    const { child, stop } = await startRabbit(scene, options);
    const signal = (name) => () => child.kill(name);
    const noMoreOrders = await takeOrders(scene, {
      stop: signal("SIGSTOP"),
      continue: signal("SIGCONT"),
      kill: signal("SIGKILL"),
    });
    return () => {
      noMoreOrders();
      return stop();
    };
  };
