// ORIGIN.md of a capture, from the case's own description.
import { captureProgram, formatName } from "./capture.js";
import { packageVersions, programVersion } from "./versions.js";

export async function describeOrigin(definition, network) {
  const { name, title, description, packages, programs, format, ports, snaplen } = definition;
  const versions = [
    await programVersion("node"),
    ...(await packageVersions(packages)),
    ...(await Promise.all([...programs, captureProgram(format)].map(programVersion))),
  ];
  return `# ${name}

${title}.

${description.trim()}

| | |
|---|---|
| made with | ${versions.join(", ")} |
| recorded on | ${network.says} |
| format | ${formatName(format)}${snaplen < 262144 ? `, snap length ${snaplen}` : ""} |
| ${network.udp ? "port (UDP, TCP)" : "TCP port"} | ${ports.join(", ")} |
| make it again | \`captures/lab/record ${name}\` |
`;
}
