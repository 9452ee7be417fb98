// "localhost" as a machine knows it that has both addresses: what the resolver answers is made here, because the hosts file
// of the recording machine may name one of them only. What Node does with two addresses is Node's own doing (net.connect with
// autoSelectFamily, on by default from Node 20 on).
import { Agent } from "node:http";

export const ipv6First = ["::1", "127.0.0.1"];
export const ipv4First = ["127.0.0.1", "::1"];

// An answer of dns.lookup with these addresses in this order.
export const answerWith = (addresses) => (_, { all }, done) => {
  const found = addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 }));
  if (all) done(null, found);
  else done(null, found[0].address, found[0].family);
};

// For clients that take an agent: a new connection for each request, as without one.
export const agentFor = (addresses) => new Agent({ lookup: answerWith(addresses) });

export const atLocalhost = (scene) => ({ ...scene, host: "localhost" });
