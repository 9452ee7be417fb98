#include "cli/help.h"

namespace wstrace {

const std::string_view kHelp = R"(Usage: wstrace [options] FILE...
       wstrace [options] -r FILE [FILTER]
       wstrace [options] -i IFACE [FILTER]
       wstrace -D

Follow WebSocket, Engine.IO and Socket.IO through a capture or a live interface
and tell each session as a timeline, from the TCP handshake to the last event.

Input
  FILE...               captures (pcap, pcapng, also compressed); - is standard
                        input; several files are one capture, in time order
  -r FILE               the same as FILE; words that follow are then a FILTER
  -i IFACE              trace live on this interface
  -f FILTER             read only packets that this pcap filter lets through
  -w FILE               save the packets that are traced, as pcapng
  -c COUNT              stop after COUNT packets
  -D, --list-interfaces list the interfaces that can be traced
  -s SNAPLEN            live: bytes to take of each packet (default 262144)
  -p                    live: do not put the interface into promiscuous mode
  -n                    accepted for habit's sake: names are never resolved
  --checksums           verify IPv4 and TCP checksums, and leave out what is
                        damaged (senders' captures have none: not the default)
  --keylog FILE         decrypt TLS with the keys in FILE, read again while it
                        grows (default: what SSLKEYLOGFILE names)

Output
  --format FORMAT       text (the default), json or list
  --json                the same as --format json: one JSON object a line
  --list                the same as --format list: one line a session
  -o FILE               write to FILE instead of standard output
  -v                    unfold heartbeats and what the row below explains, and
                        wrap long rows; -vv unfolds everything and cuts nothing
  -q                    no rows: only the head and foot of each session
  -x                    a hexdump under every row
  --all                 also connections that carry no session
  --session N           only session N
  --width N             columns of the text output (0 never cuts; default: the
                        terminal's width, or 100)
  --color WHEN          auto (the default), always or never
  --max-payload BYTES   cut longer values in JSON (default 1M)

Result
  --fail-on SEVERITY    exit with 1 when a note, warning or error was found
  --explain [WHAT]      what events mean: all, of PROTO, one PROTO.EVENT or CODE
  -h, --help            this text
  -V, --version         the version

Examples
  wstrace trace.pcapng                      the timeline of each session
  wstrace -v --session 2 trace.pcapng       more of session 2
  sudo wstrace -i lo port 3000              watch a server on this machine
  tcpdump -w - -U | wstrace -               read from another program
  wstrace --json trace.pcapng | jq 'select(.record == "session").outcome'
  wstrace --explain engineio.upgrade        what an event means

Exit status: 0 done; 1 --fail-on was met; 2 wrong usage, or nothing could be
read; 3 the input was damaged; 4 stopped early (memory, a full disk); 128 + n
signal n ended the reading of a file. The manual, wstrace(1), has the rest.
)";

}  // namespace wstrace
