import { linesOf } from "../../lib/derive.js";

export default {
  title: "An HTTP/2 connection, where the capture lost one request",
  description: `
http2/cleartext without the request for /cookies. The answer to it is there. The lost headers had entered HPACK's table: what
later requests take from there is older than they, and stands at another place than a reader thinks.`,
  packages: [],
  programs: [],
  derived: {
    from: "http2/cleartext",
    without: "frame.number == 37",
    truth: linesOf([1, 7], [9, 32]),
  },
};
