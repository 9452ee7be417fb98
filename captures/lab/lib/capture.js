// Starts and stops dumpcap or tcpdump, and refuses a capture that lost packets.
import { spawn } from "node:child_process";
import { chmod, readFile, rm, writeFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { gzipSync } from "node:zlib";

// libpcap hands packets over in blocks; wait longer than its read timeout so that the last block is out.
const flushMs = 700;

const dumpcap = {
  command: (interfaces, filter, snaplen, file) => [
    ...["dumpcap", "-q", "-B", "64", "-f", filter, "-s", snaplen, ...interfaces.flatMap((name) => ["-i", name])],
    ...["-w", file],
  ],
  capturing: /^File: /m,
  dropped: /received\/dropped on interface .*: \d+\/(\d+)/g,
};

const tcpdump = (precision) => ({
  command: ([name], filter, snaplen, file) => [
    ...["tcpdump", "-q", "-n", "-B", "65536", "-s", snaplen, "-i", name],
    // Otherwise it gives up root before it opens the file.
    ...["-Z", "root", `--time-stamp-precision=${precision}`, "-w", file, filter],
  ],
  capturing: /listening on /,
  dropped: /(\d+) packets dropped by kernel/g,
});

const formats = {
  pcapng: { tool: dumpcap, says: "pcapng" },
  "pcapng.gz": { tool: dumpcap, says: "pcapng, compressed with gzip" },
  pcap: { tool: tcpdump("micro"), says: "classic pcap, microseconds" },
  "pcap-nano": { tool: tcpdump("nano"), says: "classic pcap, nanoseconds" },
};

export const fileName = (format) => `input.${format.replace("-nano", "")}`;
export const formatName = (format) => formats[format].says;
export const captureProgram = (format) => (formats[format].tool === dumpcap ? "dumpcap" : "tcpdump");

export async function startCapture({ format, ports, snaplen }, network, file) {
  const { tool } = formats[format];
  const written = file.replace(/\.gz$/, "");
  const [command, ...args] = [
    ...network.enter("capture"),
    ...tool.command([network.interface].flat(), network.filter(ports), String(snaplen), written),
  ];
  const child = spawn(command, args, { stdio: ["ignore", "ignore", "pipe"] });

  let said = "";
  const exited = new Promise((resolve) => child.on("close", resolve));
  await new Promise((resolve, reject) => {
    child.stderr.on("data", (text) => tool.capturing.test((said += text)) && resolve());
    exited.then(() => reject(new Error(said)));
  });

  return {
    async stop() {
      await sleep(flushMs);
      child.kill("SIGINT");
      await exited;
      const dropped = [...said.matchAll(tool.dropped)].map((match) => match[1]);
      if (dropped.length === 0 || dropped.some((count) => count !== "0")) throw new Error(`the capture is not whole: ${said}`);
      if (written !== file) await compress(written, file);
      // dumpcap writes for root's eyes only.
      await chmod(file, 0o644);
    },
  };
}

async function compress(from, to) {
  await writeFile(to, gzipSync(await readFile(from), { level: 9 }));
  await rm(from);
}
