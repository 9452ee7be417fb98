// Tables only.
#include "golden/contract_keys.h"

#include <array>

namespace wstrace::test {
namespace {

using std::string_view;

constexpr bool kRequired = true;

constexpr std::array kCapture = std::to_array<Key>({{"record", Type::string, kRequired},
                                                    {"schema", Type::string, kRequired},
                                                    {"files", Type::array},
                                                    {"live", Type::boolean},
                                                    {"interfaces", Type::array, kRequired}});

constexpr std::array kEvent = std::to_array<Key>({{"record", Type::string, kRequired},
                                                  {"time", Type::string, kRequired},
                                                  {"connection", Type::number},
                                                  {"stream", Type::number},
                                                  {"session", Type::number},
                                                  {"sid", Type::string},
                                                  {"dir", Type::string},
                                                  {"layer", Type::number, kRequired},
                                                  {"proto", Type::string, kRequired},
                                                  {"event", Type::string, kRequired},
                                                  {"packets", Type::array},
                                                  {"fields", Type::object},
                                                  {"notes", Type::array}});

constexpr std::array kSession = std::to_array<Key>({{"record", Type::string, kRequired},
                                                    {"session", Type::number, kRequired},
                                                    {"kind", Type::string, kRequired},
                                                    {"sid", Type::string},
                                                    {"client", Type::string, kRequired},
                                                    {"server", Type::string, kRequired},
                                                    {"connections", Type::array, kRequired},
                                                    {"attempts", Type::array},
                                                    {"transports", Type::array, kRequired},
                                                    {"encapsulations", Type::array},
                                                    {"secured", Type::string},
                                                    {"engineio", Type::number},
                                                    {"socketio", Type::number},
                                                    {"start", Type::string, kRequired},
                                                    {"duration_ms", Type::decimal, kRequired},
                                                    {"connecting", Type::object},
                                                    {"packets", Type::object, kRequired},
                                                    {"bytes", Type::object, kRequired},
                                                    {"duplicates", Type::object},
                                                    {"events", Type::array, kRequired},
                                                    {"events_uncounted", Type::number},
                                                    {"heartbeats", Type::object},
                                                    {"polls", Type::number},
                                                    {"other_sides", Type::array},
                                                    {"outcome", Type::object, kRequired},
                                                    {"notes", Type::array, kRequired}});

constexpr std::array kEnd = std::to_array<Key>({{"record", Type::string, kRequired},
                                                {"packets", Type::number, kRequired},
                                                {"bytes", Type::number, kRequired},
                                                {"sessions", Type::number, kRequired},
                                                {"connections", Type::number, kRequired},
                                                {"truncated", Type::boolean, kRequired},
                                                {"damage", Type::string},
                                                {"interrupted", Type::string},
                                                {"stopped", Type::string},
                                                {"duplicates", Type::number},
                                                {"bad_checksums", Type::number},
                                                {"cut_packets", Type::number},
                                                {"icmp_elsewhere", Type::number},
                                                {"icmp_untold", Type::number},
                                                {"not_followed", Type::object},
                                                {"undecoded", Type::object},
                                                {"kernel_drops", Type::number},
                                                {"broadcasts", Type::array}});

constexpr std::array kNote = std::to_array<Key>({{"severity", Type::string, kRequired},
                                                 {"code", Type::string, kRequired},
                                                 {"text", Type::string, kRequired},
                                                 {"ref", Type::string}});
constexpr std::array kSessionNote = std::to_array<Key>({{"severity", Type::string, kRequired},
                                                        {"code", Type::string, kRequired},
                                                        {"text", Type::string, kRequired},
                                                        {"ref", Type::string},
                                                        {"count", Type::number}});
constexpr std::array kNamedCount = std::to_array<Key>({{"nsp", Type::string, kRequired},
                                                       {"name", Type::string, kRequired},
                                                       {"dir", Type::string, kRequired},
                                                       {"count", Type::number, kRequired},
                                                       {"acked", Type::number, kRequired},
                                                       {"rtt_us", Type::object},
                                                       {"bytes", Type::number, kRequired},
                                                       {"broadcast", Type::number}});
constexpr std::array kTraffic =
    std::to_array<Key>({{"c2s", Type::number, kRequired}, {"s2c", Type::number, kRequired}});
constexpr std::array kBytes = std::to_array<Key>({{"c2s", Type::number, kRequired},
                                                  {"s2c", Type::number, kRequired},
                                                  {"layers", Type::object, kRequired},
                                                  {"protocols", Type::object},
                                                  {"saved", Type::number}});
constexpr std::array kLayers = std::to_array<Key>({{"2", Type::number, kRequired},
                                                   {"3", Type::number, kRequired},
                                                   {"4", Type::number, kRequired},
                                                   {"6", Type::number, kRequired},
                                                   {"7", Type::number, kRequired},
                                                   {"payload", Type::number, kRequired}});
constexpr std::array kConnecting = std::to_array<Key>({{"total_us", Type::number, kRequired},
                                                       {"opened_before_us", Type::number},
                                                       {"handshakes", Type::array, kRequired},
                                                       {"between", Type::object, kRequired}});
constexpr std::array kConnectingPart =
    std::to_array<Key>({{"label"}, {"took_us", Type::number, kRequired}, {"share", Type::decimal, kRequired}});
constexpr std::array kOutcome = std::to_array<Key>({{"state", Type::string, kRequired},
                                                    {"by", Type::string, kRequired},
                                                    {"reason", Type::string},
                                                    {"words", Type::object}});
constexpr std::array kInterface = std::to_array<Key>({{"name", Type::string}, {"link", Type::string, kRequired}});

constexpr std::array kTcpFields = std::to_array<Key>({{"seq", Type::number},
                                                      {"ack", Type::number},
                                                      {"length", Type::number},
                                                      {"window", Type::number},
                                                      {"mss", Type::number},
                                                      {"window_scale", Type::number},
                                                      {"sack", Type::boolean},
                                                      {"timestamps", Type::boolean},
                                                      {"rtt_us", Type::number},
                                                      {"closing_us", Type::number},
                                                      {"refused", Type::boolean},
                                                      {"lost", Type::boolean},
                                                      {"fast", Type::boolean},
                                                      {"count", Type::number},
                                                      {"first", Type::boolean},
                                                      // beyond what scripts were promised first
                                                      {"after_us", Type::number},
                                                      {"fast_open"},
                                                      {"data", Type::number},
                                                      {"data_accepted", Type::boolean},
                                                      {"data_refused", Type::boolean},
                                                      {"reused_ports", Type::boolean},
                                                      {"waited_us", Type::number},
                                                      {"tried"},
                                                      {"cost_us", Type::number},
                                                      {"what"},
                                                      {"timer", Type::boolean},
                                                      {"spurious", Type::boolean},
                                                      {"fresh", Type::number},
                                                      {"late", Type::boolean},
                                                      {"sack_blocks"},
                                                      {"packet", Type::number},
                                                      {"unscaled", Type::boolean},
                                                      {"shut_us", Type::number},
                                                      {"urgent_pointer", Type::number},
                                                      {"half_closed_us", Type::number},
                                                      {"after_close", Type::boolean},
                                                      {"goodbye", Type::boolean},
                                                      {"doubtful", Type::boolean},
                                                      {"checksum", Type::number}});
constexpr std::array kHttpFields = std::to_array<Key>({{"method"},
                                                       {"target"},
                                                       {"version"},
                                                       {"status", Type::number},
                                                       {"reason"},
                                                       {"headers", Type::object},
                                                       {"length", Type::number},
                                                       {"upgrade"},
                                                       {"content_type"},
                                                       {"content_coding"},
                                                       {"accept"},
                                                       {"rtt_us", Type::number},
                                                       {"answers"},
                                                       {"skipped", Type::number},
                                                       {"missing", Type::number},
                                                       {"bytes", Type::number},
                                                       {"body"},
                                                       {"body_base64"},
                                                       {"truncated", Type::boolean}});
constexpr std::array kHttp2Fields = std::to_array<Key>({{"method"},
                                                        {"target"},
                                                        {"version"},
                                                        {"status", Type::number},
                                                        {"headers", Type::object},
                                                        {"length", Type::number},
                                                        {"protocol"},
                                                        // beyond what scripts were promised first
                                                        {"scheme"},
                                                        {"authority"},
                                                        {"content_type"},
                                                        {"content_coding"},
                                                        {"rtt_us", Type::number},
                                                        {"body"},
                                                        {"body_base64"},
                                                        {"header_table_size", Type::number},
                                                        {"enable_push", Type::number},
                                                        {"max_concurrent_streams", Type::number},
                                                        {"initial_window_size", Type::number},
                                                        {"max_frame_size", Type::number},
                                                        {"max_header_list_size", Type::number},
                                                        {"enable_connect_protocol", Type::boolean},
                                                        {"no_rfc7540_priorities", Type::boolean},
                                                        {"unknown_settings", Type::number},
                                                        {"error"},
                                                        {"error_code", Type::number},
                                                        {"meaning"},
                                                        {"last_stream", Type::number},
                                                        {"debug"},
                                                        {"debug_base64"},
                                                        {"promised", Type::number},
                                                        {"increment", Type::number},
                                                        {"data_base64"},
                                                        {"type"},
                                                        {"flags", Type::number},
                                                        {"missing", Type::number},
                                                        {"skipped", Type::number},
                                                        {"limit", Type::number},
                                                        {"window"},
                                                        {"waited_us", Type::number}});
constexpr std::array kTlsFields = std::to_array<Key>({{"sni"},
                                                      {"alpn"},
                                                      {"version"},
                                                      {"cipher"},
                                                      // beyond what scripts were promised first
                                                      {"versions"},
                                                      {"ciphers"},
                                                      {"group"},
                                                      {"groups"},
                                                      {"resumption"},
                                                      {"resumed", Type::boolean},
                                                      {"early_data", Type::boolean},
                                                      {"ech", Type::boolean},
                                                      {"random"},
                                                      {"lifetime", Type::number},
                                                      {"subject"},
                                                      {"issuer"},
                                                      {"names"},
                                                      {"not_before"},
                                                      {"not_after"},
                                                      {"chain", Type::number},
                                                      {"took_us", Type::number},
                                                      {"level"},
                                                      {"description"},
                                                      {"code", Type::number},
                                                      {"encrypted", Type::boolean},
                                                      {"message"},
                                                      {"length", Type::number},
                                                      {"c2s_bytes", Type::number},
                                                      {"s2c_bytes", Type::number},
                                                      {"c2s_records", Type::number},
                                                      {"s2c_records", Type::number},
                                                      {"records", Type::number},
                                                      {"missing", Type::number},
                                                      {"skipped", Type::number},
                                                      {"asks", Type::boolean},
                                                      {"head"},
                                                      {"waited_us", Type::number}});
constexpr std::array kWebsocketFields = std::to_array<Key>({{"subprotocol"},
                                                            {"carrier"},
                                                            {"extensions"},
                                                            {"opcode"},
                                                            {"length", Type::number},
                                                            {"wire_length", Type::number},
                                                            {"frames", Type::number},
                                                            {"compressed", Type::boolean},
                                                            {"payload"},
                                                            {"payload_base64"},
                                                            {"truncated", Type::boolean},
                                                            {"code", Type::number},
                                                            {"reason"},
                                                            {"rtt_us", Type::number},
                                                            // beyond what scripts were promised first
                                                            {"reason_base64"},
                                                            {"masked", Type::boolean},
                                                            {"fragmented", Type::boolean},
                                                            {"meaning"},
                                                            {"answer", Type::boolean},
                                                            {"fin", Type::boolean},
                                                            {"rsv1", Type::boolean},
                                                            {"header", Type::number},
                                                            {"missing", Type::number},
                                                            {"skipped", Type::number},
                                                            {"inferred", Type::boolean},
                                                            {"unsolicited", Type::boolean},
                                                            {"bytes", Type::number},
                                                            {"status_line"},
                                                            {"because"},
                                                            {"because_packet", Type::number},
                                                            {"by"},
                                                            {"answer_code", Type::number},
                                                            {"answer_us", Type::number},
                                                            {"tcp_by"},
                                                            {"tcp_us", Type::number},
                                                            {"reset", Type::boolean}});
constexpr std::array kEngineioFields = std::to_array<Key>({{"protocol", Type::number},
                                                           {"transport"},
                                                           {"sid"},
                                                           {"upgrades", Type::array},
                                                           {"pingInterval", Type::number},
                                                           {"pingTimeout", Type::number},
                                                           {"maxPayload", Type::number},
                                                           {"data"},
                                                           {"data_base64"},
                                                           {"code", Type::number},
                                                           {"message"},
                                                           {"rtt_us", Type::number},
                                                           {"truncated", Type::boolean},
                                                           {"took_us", Type::number},
                                                           {"paused_us", Type::number},
                                                           {"status", Type::number},
                                                           {"waited_us", Type::number},
                                                           {"limit_us", Type::number},
                                                           {"requests", Type::number},
                                                           {"bytes", Type::number}});
constexpr std::array kSocketioFields = std::to_array<Key>({{"protocol", Type::number},
                                                           {"nsp"},
                                                           {"id", Type::number},
                                                           {"name"},
                                                           {"args", Type::array},
                                                           {"attachments", Type::number},
                                                           {"binary", Type::boolean},
                                                           {"rtt_us", Type::number},
                                                           {"sid"},
                                                           {"pid"},
                                                           {"data", Type::any},
                                                           {"truncated", Type::boolean},
                                                           {"query"},
                                                           {"message"},
                                                           {"data_base64"},
                                                           {"parser"},
                                                           {"recovered", Type::boolean},
                                                           {"offset"},
                                                           {"recipient", Type::number},
                                                           {"spread_us", Type::number},
                                                           {"waited_us", Type::number},
                                                           {"more", Type::number}});
constexpr std::array kIpFields = std::to_array<Key>({{"what"},
                                                     {"path"},
                                                     {"layers", Type::array},
                                                     {"fragments", Type::number},
                                                     {"length", Type::number},
                                                     {"source"},
                                                     {"destination"},
                                                     {"identification", Type::number},
                                                     {"lacks"},
                                                     {"reason"},
                                                     {"from"}});
constexpr std::array kEncapsulationFields = std::to_array<Key>({{"path"}, {"layers", Type::array}});

constexpr std::array kIcmpFields = std::to_array<Key>({{"type", Type::number},
                                                       {"code", Type::number},
                                                       {"meaning"},
                                                       {"mtu", Type::number},
                                                       {"from"},
                                                       {"seq", Type::number},
                                                       {"about"}});
constexpr std::array kQuicFields = std::to_array<Key>({{"client"},
                                                       {"server"},
                                                       {"version"},
                                                       {"versions"},
                                                       {"sni"},
                                                       {"alpn"},
                                                       // beyond what scripts were promised first
                                                       {"early_data", Type::boolean},
                                                       {"ech", Type::boolean},
                                                       {"dcid"},
                                                       {"scid"},
                                                       {"rtt_us", Type::number},
                                                       {"code", Type::number},
                                                       {"meaning"},
                                                       {"reason"},
                                                       {"tries", Type::number},
                                                       {"waited_us", Type::number}});
constexpr std::array kCaptureFields =
    std::to_array<Key>({{"copy_of", Type::number}, {"elsewhere", Type::boolean}, {"back_us", Type::number}});

constexpr std::array kStreamFields = std::to_array<Key>(
    {{"length", Type::number}, {"limit", Type::number}, {"sessions", Type::number}, {"head_base64"}});

constexpr std::array kTcpEvents = std::to_array<string_view>(
    {"syn", "syn-ack", "established", "mid-stream", "fin", "rst", "closed", "retransmission", "out-of-order",
     "duplicate-ack", "gap", "zero-window", "window-update", "keep-alive",
     // beyond what scripts were promised first
     "data-after-reset", "old-segment", "simultaneous-open", "no-answer", "refused", "other-address", "half-close",
     "simultaneous-close", "challenge-ack", "d-sack", "hole", "ack-unseen", "zero-window-probe",
     "zero-window-probe-ack", "window-full", "keep-alive-ack", "urgent", "bad-checksum", "checksum-offload"});
constexpr std::array kHttpEvents = std::to_array<string_view>(
    {"request", "response", "undecoded", "unanswered", "gap", "resumed", "upgrade-inferred"});
constexpr std::array kHttp2Events = std::to_array<string_view>(
    {"settings", "request", "response", "rst-stream", "goaway",
     // beyond what scripts were promised first
     "preface", "settings-ack", "trailers", "push-promise", "ping", "pong", "window-update", "blocked", "frame",
     "mid-stream", "gap", "resumed", "unanswered", "violation", "dropped"});
constexpr std::array kTlsEvents = std::to_array<string_view>(
    {"client-hello", "server-hello", "established", "alert", "undecrypted",
     // beyond what scripts were promised first
     "hello-retry", "certificate", "certificate-request", "session-ticket", "handshake", "mid-stream", "gap",
     "bad-record", "not-tls", "failed", "key-update", "keys", "not-opened", "truncated", "spare"});
constexpr std::array kWebsocketEvents = std::to_array<string_view>(
    {"open", "message", "ping", "pong", "close", "frame", "violation", "gap", "unfinished", "end", "mid-stream"});
constexpr std::array kEngineioEvents =
    std::to_array<string_view>({"open", "close", "ping", "pong", "message", "upgrade", "noop", "error", "timeout",
                                "cut-off", "upgrade-failed", "not-upgraded"});
constexpr std::array kSocketioEvents = std::to_array<string_view>(
    {"connect", "disconnect", "event", "ack", "connect_error", "error", "unacknowledged", "unanswered", "unjoined"});
constexpr std::array kIpEvents = std::to_array<string_view>(
    {"encapsulation", "fragments", "fragments-missing", "not-followed", "unreadable", "bad-checksum"});
constexpr std::array kLinkEvents = std::to_array<string_view>({"encapsulation"});

constexpr std::array kIcmpEvents =
    std::to_array<string_view>({"unreachable", "fragmentation-needed", "packet-too-big", "time-exceeded",
                                "parameter-problem", "source-quench", "redirect"});
constexpr std::array kQuicEvents =
    std::to_array<string_view>({"initial", "version-negotiation", "retry", "answer", "close", "unanswered"});
constexpr std::array kCaptureEvents = std::to_array<string_view>({"duplicate", "time-back"});

constexpr std::array kStreamEvents = std::to_array<string_view>({"unrecognised", "limit"});

constexpr std::array kPhysical = {1U};
constexpr std::array kDataLink = {2U};
constexpr std::array kNetwork = {3U};
constexpr std::array kTransport = {4U};
constexpr std::array kSessionLayer = {5U};
constexpr std::array kPresentation = {6U};
// Decoding problems (compression, UTF-8, JSON) are told at layer 6.
constexpr std::array kApplication = {6U, 7U};

struct Proto {
  string_view name;
  std::span<const Key> fields;
  std::span<const string_view> events;
  std::span<const unsigned> layers;
};

const Proto* proto_of(string_view name) {
  static constexpr std::array kProtos =
      std::to_array<Proto>({{"ip", kIpFields, kIpEvents, kNetwork},
                            {"link", kEncapsulationFields, kLinkEvents, kDataLink},
                            {"icmp", kIcmpFields, kIcmpEvents, kNetwork},
                            {"capture", kCaptureFields, kCaptureEvents, kPhysical},
                            {"tcp", kTcpFields, kTcpEvents, kTransport},
                            {"quic", kQuicFields, kQuicEvents, kTransport},
                            {"stream", kStreamFields, kStreamEvents, kApplication},
                            {"tls", kTlsFields, kTlsEvents, kPresentation},
                            {"http", kHttpFields, kHttpEvents, kApplication},
                            {"http2", kHttp2Fields, kHttp2Events, kApplication},
                            {"websocket", kWebsocketFields, kWebsocketEvents, kApplication},
                            {"engineio", kEngineioFields, kEngineioEvents, kSessionLayer},
                            {"socketio", kSocketioFields, kSocketioEvents, kApplication}});
  for (const Proto& proto : kProtos) {
    if (proto.name == name) return &proto;
  }
  return nullptr;
}

}  // namespace

std::span<const Key> keys_of_record(string_view record) {
  if (record == "capture") return kCapture;
  if (record == "event") return kEvent;
  if (record == "session") return kSession;
  if (record == "end") return kEnd;
  return {};
}

std::span<const Key> keys_of_fields(string_view proto) {
  const Proto* known = proto_of(proto);
  return known != nullptr ? known->fields : std::span<const Key>{};
}

std::span<const string_view> events_of(string_view proto) {
  const Proto* known = proto_of(proto);
  return known != nullptr ? known->events : std::span<const string_view>{};
}

std::span<const unsigned> layers_of(string_view proto) {
  const Proto* known = proto_of(proto);
  return known != nullptr ? known->layers : std::span<const unsigned>{};
}

std::span<const Key> note_keys(bool of_session) {
  return of_session ? std::span<const Key>(kSessionNote) : std::span<const Key>(kNote);
}
std::span<const Key> named_count_keys() { return kNamedCount; }
std::span<const Key> traffic_keys() { return kTraffic; }
std::span<const Key> bytes_keys() { return kBytes; }
std::span<const Key> layer_keys() { return kLayers; }
std::span<const Key> outcome_keys() { return kOutcome; }
std::span<const Key> connecting_keys() { return kConnecting; }
std::span<const Key> connecting_part_keys() { return kConnectingPart; }
std::span<const Key> interface_keys() { return kInterface; }

}  // namespace wstrace::test
