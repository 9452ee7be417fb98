// Keys that are missing, come too late, or do not fit.
#include "dissectors/tls/definitions.h"

namespace wstrace::tls::note {

constexpr NoteDef no_keys{
    .code = "tls.no-keys",
    .severity = Severity::note,
    .text =
        "TLS is not decrypted, since there are no keys. Clients and servers can log their keys: SSLKEYLOGFILE=keys.log "
        "for Chromium, Firefox and curl, node --tls-keylog=keys.log; wstrace --keylog keys.log reads them",
    .ref = "RFC 8446 5.2"};

constexpr NoteDef some_keys{
    .code = "tls.some-keys",
    .severity = Severity::warning,
    .text =
        "the key log has only some of the keys of this connection: without {secrets}, {records} records from packet "
        "{packet} on could not be decrypted",
    .ref = "RFC 8446 7.1",
    .advice =
        "a key log has a line for each direction and each stage of the handshake: take all lines that contain the "
        "connection's client random",
    .explain =
        "the key log has only some of the keys of this connection, so some of its records could not be decrypted"};

constexpr NoteDef other_keys{
    .code = "tls.other-keys",
    .severity = Severity::note,
    .text = "the key log has no keys for this connection: no line contains its client random, {random}",
    .ref = "RFC 8446 7.1",
    .advice =
        "the key log must come from one of the two sides of this connection, and from the same run; logging must have "
        "been enabled before the client connected",
    .explain = "the key log has no keys for this connection: no line contains its client random"};

constexpr NoteDef damaged_keys{
    .code = "tls.damaged-keys",
    .severity = Severity::warning,
    .text =
        "the key log has a line for this connection (client random {random}), but the secret in it is truncated or "
        "invalid",
    .ref = "RFC 8446 7.1",
    .advice = "copy the key log again from the program, once it has been completely written",
    .explain = "the key log has a line for this connection, but the secret in it is truncated or invalid"};

constexpr NoteDef wrong_keys{
    .code = "tls.wrong-keys",
    .severity = Severity::warning,
    .text =
        "the keys for this connection's client random decrypt none of its {records} records, from packet {packet} on: "
        "they are not its keys",
    .ref = "RFC 8446 7.1",
    .advice = "check whether the key log was changed or truncated, and copy it again from the program",
    .explain = "the keys for this connection's client random decrypt none of its records: they are not its keys"};

constexpr NoteDef keys_late{
    .code = "tls.keys-late",
    .severity = Severity::warning,
    .text =
        "the keys of this direction came too late for {records} of its records, from packet {packet} on: these are not "
        "shown",
    .ref = "RFC 8446 7.1",
    .advice = "save the packets (-w), and read the file with the key log once it is complete",
    .explain = "the keys of this direction came too late for some of its records: these are not shown"};

constexpr NoteDef no_handshake{.code = "tls.no-handshake",
                               .severity = Severity::note,
                               .text =
                                   "TLS cannot be decrypted here, not even with keys: the beginning of this "
                                   "connection, which is needed to find the right keys, is not in the capture",
                               .ref = "RFC 8446 7.1"};

constexpr NoteDef not_supported{.code = "tls.not-supported",
                                .severity = Severity::note,
                                .text = "wstrace does not decrypt {version} with {cipher}, not even with keys",
                                .ref = "RFC 8446 B.4",
                                .explain = "wstrace does not decrypt this version or cipher suite, not even with keys"};

constexpr NoteDef not_authentic{.code = "tls.not-authentic",
                                .severity = Severity::warning,
                                .text =
                                    "this record (packet {packet}) failed to decrypt: the keys are wrong, bytes were "
                                    "lost, or it was changed in transit. Its content is not shown",
                                .ref = "RFC 8446 5.2",
                                .advice = "check that the key log is from the same run of the program",
                                .explain =
                                    "this record failed to decrypt: the keys are wrong, bytes were lost, or it was "
                                    "changed in transit. Its content is not shown"};

constexpr NoteDef not_decompressed{.code = "tls.not-decompressed",
                                   .severity = Severity::note,
                                   .text =
                                       "from this record (packet {packet}) on, this direction's records are decrypted "
                                       "but cannot be decompressed: records "
                                       "before it are missing, or their keys were",
                                   .ref = "RFC 3749 2",
                                   .loss = true,
                                   .explain =
                                       "the records of this direction are decrypted but cannot be decompressed: each "
                                       "refers to the ones before it, and "
                                       "some of those are missing, or their keys were"};

constexpr NoteDef compression_unknown{
    .code = "tls.compression-unknown",
    .severity = Severity::note,
    .text = "wstrace cannot decompress records that are compressed with {compression}: their content is not shown",
    .ref = "RFC 3749 2",
    .explain = "wstrace cannot decompress records that are compressed with this method: their content is not shown"};

}  // namespace wstrace::tls::note
