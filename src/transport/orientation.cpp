#include "transport/orientation.h"

#include <array>
#include <optional>
#include <string_view>

#include "dissectors/websocket/mask.h"
#include "dissectors/websocket/utf8.h"
#include "dissectors/websocket/wire.h"

namespace wstrace {
namespace {

/// Below it are the ports that systems give to nobody who does not ask for them.
constexpr std::uint16_t kFirstUserPort = 1024;
constexpr std::string_view kHttpVersion = " HTTP/1.";

/// "GET /… HTTP/1.1", "HTTP/1.1 200 OK"
std::optional<bool> by_http(std::string_view text) {
  if (text.starts_with(kHttpVersion.substr(1))) return false;
  const std::string_view line = text.substr(0, text.find("\r\n"));
  const std::size_t version = line.find(kHttpVersion);
  const std::size_t space = line.find(' ');
  if (version == std::string_view::npos || space == 0 || space >= version) return std::nullopt;
  const std::string_view method = line.substr(0, space);
  const bool is_method = method.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ-") == std::string_view::npos;
  return is_method ? std::optional(true) : std::nullopt;
}

bool is_readable(Bytes payload, const websocket::FrameHeader& h) {
  std::array<std::uint8_t, 64> room{};
  const Bytes seen = first(payload, room.size());
  Bytes text = seen;
  if (h.masked) {
    websocket::unmask(room.data(), seen, h.key, 0);
    text = Bytes(room).first(seen.size());
  }
  return !text.empty() && websocket::is_utf8(websocket::whole_characters(text)) && text[0] >= ' ';
}

/// One whole frame, which is a text or the like: who masks it is the client (RFC 6455 5.1).
std::optional<bool> by_frame(Bytes payload) {
  const auto header = websocket::FrameHeader::parse(payload);
  if (!header || !header->fin() || header->rsv2_or_3() || header->is_reserved() || !header->is_minimal()) return {};
  if (header->is_continuation() || header->length == 0 || payload.size() != header->size + header->length) return {};
  if (header->is_control() && (header->rsv1() || header->length > websocket::kLongestControl)) return {};
  const bool text = header->opcode() == websocket::Opcode::text && !header->rsv1();
  if (text && !is_readable(payload.subspan(header->size), *header)) return std::nullopt;
  return header->masked;
}

}  // namespace

bool source_is_client(const PacketView& view, const ConnectionTable& connections) {
  if (view.tcp.has(tcp::kSyn)) return !view.tcp.has(tcp::kAck);
  if (const std::optional<bool> reported = by_http(as_text(view.payload))) return *reported;
  const bool lower = view.source.port > view.destination.port;
  if ((view.source.port < kFirstUserPort) != (view.destination.port < kFirstUserPort)) return lower;
  if (const std::optional<bool> reported = by_frame(view.payload)) return *reported;
  const bool to_server = connections.accepted(view.destination);
  if (to_server != connections.accepted(view.source)) return to_server;
  return lower;  // servers listen on the lower port nearly always
}

}  // namespace wstrace
