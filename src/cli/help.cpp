#include "cli/help.h"

namespace wstrace {

const std::string_view kHelp = R"(Usage: wstrace [options] FILE...
       wstrace [options] -r FILE [FILTER]
       wstrace [options] -i IFACE [FILTER]
       wstrace -D

Follow WebSocket, Engine.IO and Socket.IO sessions through captures or a live
interface, and print each session as a timeline, from the TCP handshake to the
last event, with a diagnosis if something went wrong.

Input
  FILE...               captures (pcap, pcapng, also compressed); - is standard
                        input; several files are one capture, sorted by time
  -r FILE               the same as FILE; the words that follow are a FILTER
  -i IFACE              trace live on this interface
  -f FILTER             read only the packets that match this pcap filter
  -w FILE               save the traced packets, as pcapng
  -c COUNT              stop after COUNT packets
  -D, --list-interfaces list the interfaces that can be traced
  -s SNAPLEN            live: bytes to record of each packet (default 262144)
  -p                    live: do not put the interface into promiscuous mode
  -n                    accepted for compatibility with tcpdump: names are never
                        resolved
  --checksums           verify IPv4 and TCP checksums and ignore damaged packets
                        (off by default: the sender's own capture has none)
  --keylog FILE         decrypt TLS with the keys in FILE, which is read again
                        while it grows (default: what SSLKEYLOGFILE names)

Output
  --format FORMAT       text (the default), json or list
  --json                the same as --format json: one JSON object per line
  --list                the same as --format list: one line per session;
                        with --json only the records of sessions
  -o FILE               write to FILE instead of standard output
  -v                    show each heartbeat and the events that the next row
                        explains, and wrap long rows; -vv shows everything
  -q                    no rows: only the header and footer of each session
  -x                    a hexdump below each row
  --all                 also show connections without a session
  --session N,N-N...    only these sessions
  --layers N,N-N...     only the events of these OSI layers
  --proto NAME,NAME...  only the events of these protocols (tcp, socketio)
  --width N             columns of the text output (0: never truncate; default:
                        the width of the terminal, or 100)
  --color WHEN          auto (the default), always or never
  --max-payload BYTES   truncate longer values in JSON (default 1M)
  --slow TIME           note answers that take longer (default 1s), or five
                        times as long as usual

Result
  --fail-on SEVERITY    exit with 1 if a note, warning or error was found
  --explain [WHAT]      explain everything, a PROTO, a PROTO.EVENT or a CODE
  -h, --help            print this help
  -V, --version         print the version

Examples
  wstrace trace.pcapng                      the timeline of each session
  wstrace -v --session 2 trace.pcapng       session 2 in more detail
  wstrace --proto tcp,socketio trace.pcapng what these two layers did
  sudo wstrace -i lo port 3000              watch a server on this machine
  tcpdump -w - -U | wstrace -               read from another program
  wstrace --json trace.pcapng | jq 'select(.record == "session").outcome'
  wstrace --explain engineio.upgrade        what an event means

Exit status: 0 success; 1 --fail-on matched; 2 wrong usage, or nothing could be
read; 3 the input was damaged; 4 stopped early (memory, a full disk); 128 + n
signal n ended the reading of a file. See wstrace(1) for details.
)";

}  // namespace wstrace
