// The HTTP client inside the old Socket.IO clients decodes no content coding: this does it for them, below them,
// so that a client in Node can ask for one as browsers do.
import http from "node:http";
import { createGunzip, createInflate } from "node:zlib";

const decoders = { gzip: createGunzip, deflate: createInflate };

// From now on every response of this process is decoded before its reader sees it.
export function decodeResponses() {
  const request = http.request;
  http.request = (options, listener) => request(options, (response) => listener(decoded(response)));
}

function decoded(response) {
  const decoder = decoders[response.headers["content-encoding"]];
  if (!decoder) return response;
  const { statusCode, headers } = response;
  return Object.assign(response.pipe(decoder()), { statusCode, headers });
}
