// Keys that are missing, come too late, or do not fit.
#include "dissectors/tls/definitions.h"

namespace wstrace::tls::note {

constexpr NoteDef no_keys{
    .code = "tls.no-keys",
    .severity = Severity::note,
    .text =
        "there are no keys, so what TLS carries is not read. A side that is told to writes its keys into a file: "
        "SSLKEYLOGFILE=keys.log for Chromium, Firefox and curl, node --tls-keylog=keys.log; then wstrace --keylog "
        "keys.log reads it",
    .ref = "RFC 8446 5.2"};

constexpr NoteDef some_keys{
    .code = "tls.some-keys",
    .severity = Severity::warning,
    .text =
        "the keys of this connection are not whole: without {secrets} a part of what it carries could not be read, "
        "{records} records from packet {packet} on",
    .ref = "RFC 8446 7.1",
    .advice =
        "a key log has a line for each direction and each step of the handshake: take all lines that name the "
        "connection's random"};

constexpr NoteDef other_keys{
    .code = "tls.other-keys",
    .severity = Severity::note,
    .text = "there are keys, but none of this connection: no line of the key log names its random, {random}",
    .ref = "RFC 8446 7.1",
    .advice =
        "the key log must come from one of the two sides of this connection, and from the same run; it must have been "
        "written to before the client connected"};

constexpr NoteDef damaged_keys{
    .code = "tls.damaged-keys",
    .severity = Severity::warning,
    .text = "the key log has a line with this connection's random, {random}, whose secret is cut off or no secret",
    .ref = "RFC 8446 7.1",
    .advice = "take the key log from the program once more, when it has been written to the end"};

constexpr NoteDef wrong_keys{
    .code = "tls.wrong-keys",
    .severity = Severity::warning,
    .text =
        "the keys that name this connection's random open none of its {records} records, from packet {packet} on: they "
        "are not its keys",
    .ref = "RFC 8446 7.1",
    .advice = "was the key log changed, or cut off? Take it from the program once more"};

constexpr NoteDef keys_late{
    .code = "tls.keys-late",
    .severity = Severity::warning,
    .text =
        "the keys of this direction came too late for {records} of its records, from packet {packet} on: those are not "
        "shown",
    .ref = "RFC 8446 7.1",
    .advice = "save the packets (-w), and read the file with the key log once it is whole"};

constexpr NoteDef no_handshake{
    .code = "tls.no-handshake",
    .severity = Severity::note,
    .text =
        "what TLS carries cannot be read, not even with keys: the beginning of this connection, which they go by, is "
        "not in the capture",
    .ref = "RFC 8446 7.1"};

constexpr NoteDef not_supported{.code = "tls.not-supported",
                                .severity = Severity::note,
                                .text = "wstrace does not decrypt {version} with {cipher}, not even with keys",
                                .ref = "RFC 8446 B.4"};

constexpr NoteDef not_authentic{.code = "tls.not-authentic",
                                .severity = Severity::warning,
                                .text =
                                    "this record (packet {packet}) fails to authenticate: the keys are wrong, bytes "
                                    "were lost, or it was changed on "
                                    "the way. What it holds is not shown",
                                .ref = "RFC 8446 5.2",
                                .advice = "is the key log of the same run of the program?"};

}  // namespace wstrace::tls::note
