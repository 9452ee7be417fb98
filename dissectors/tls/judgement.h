// What the end of a connection means for TLS when no alert that can be read says it: from facts to a note.
#pragma once

#include <cstdint>
#include <string_view>

#include "core/bytes.h"
#include "dissectors/tls/connection_secrets.h"
#include "dissectors/tls/encrypted_records.h"
#include "model/definitions.h"
#include "model/event.h"

namespace wstrace::tls {

/// What is known of a connection that both sides have closed, and of which nothing is missing in the capture.
struct EndingFacts {
  Direction by = Direction::c2s;  ///< who closed it first
  bool reset = false;             ///< … with a reset
  bool answered = true;           ///< something came in reply to the ClientHello
  bool is_tls13 = false;
  bool decrypted = false;          ///< some record could be opened
  Duration since_established = 0;  ///< from the end of the handshake to the end of the connection
  EncryptedRecords client = {};
  EncryptedRecords server = {};
  std::uint64_t client_data = 0;  ///< records of application data that were opened
  std::uint64_t server_data = 0;
};

/// Why a connection came to nothing.
struct Failure {
  const NoteDef* why = nullptr;  ///< null: there is nothing to report
  Direction by = Direction::c2s;
  std::string_view state = {};  ///< "refused", "abandoned"
  std::string_view when = {};   ///< "during the TLS handshake": goes behind "the client closed the connection"
};

/// The handshake was not completed.
Failure judge_handshake(const EndingFacts& facts);
/// The handshake was completed; nothing to report when it was of use.
Failure judge_use(const EndingFacts& facts);

/// How things stand when an alert comes.
struct AlertFacts {
  Direction by = Direction::c2s;  ///< who sends it
  bool is_tls13 = false;
  bool in_handshake = false;           ///< the handshake is not complete
  bool other_left = false;             ///< it was, and the other side has ended its direction without close_notify
  bool no_client_certificate = false;  ///< the client was asked for one, and had none
  bool is_incomplete = false;          ///< records were not captured
};

struct AlertMeaning {
  std::uint8_t code = 0;
  std::string_view name = {};  ///< "unknown_ca"; "unknown" for a number that nobody has defined
  bool fatal = false;
  const NoteDef* why = nullptr;  ///< null: there is nothing to report, or it is not known
  bool ends = false;             ///< TLS ends by it,
  bool of_handshake = false;     ///< and has not come further than its handshake
};

/// `alert`: level and description (RFC 8446 6), kAlertLength bytes.
AlertMeaning judge_alert(Bytes alert, const AlertFacts& facts);

/// What is known of the keys of records that were not decrypted.
struct KeyFacts {
  bool decrypted = false;      ///< others could be opened
  bool damaged = false;        ///< the key log has a line of this connection that cannot be read
  bool any_secrets = false;    ///< the key log has secrets of some connection
  bool is_incomplete = false;  ///< records were not captured
};

/// `missing`: the labels of the secrets that the key log lacks. Null when each record has been reported by itself.
const NoteDef* why_undecrypted(const SecurityParameters& parameters, const KeyFacts& facts, std::string_view missing);

}  // namespace wstrace::tls
