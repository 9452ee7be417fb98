// A second opinion on a fresh capture: does tshark see a whole conversation?
import { stat } from "node:fs/promises";
import { output } from "./run.js";

// Nothing in a packet says that a label carries Ethernet (network/mpls-pseudowire).
const pseudowires = [18, 20].flatMap((label) => ["-d", `mpls.label==${label},pwethcw`]);
const missing = "tcp.analysis.lost_segment || tcp.analysis.ack_lost_segment";

export async function checkCapture({ network }, file) {
  const packets = await count(file, "frame");
  if (packets === 0) throw new Error("the capture is empty");
  const beginning = network === "loopback-udp" ? "quic.header_form == 1" : "tcp.flags.syn == 1";
  if ((await count(file, beginning)) === 0) throw new Error("the capture has no handshake");
  const lossy = network === "lossy" || network.rules !== undefined;
  if (!lossy && (await count(file, missing)) !== 0) throw new Error("the capture lacks segments");
  return `${packets} packets, ${(await stat(file)).size} bytes`;
}

async function count(file, filter) {
  return (
    (await output(["tshark", "-r", file, "-Y", filter, ...pseudowires, "-T", "fields", "-e", "frame.number"])).split("\n").length - 1
  );
}
