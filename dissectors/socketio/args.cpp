#include "dissectors/socketio/args.h"

#include <algorithm>
#include <cstring>

#include "dissectors/socketio/binary_json.h"

namespace wstrace::socketio {
namespace {

/// Writes into room that was measured before.
class Writer {
 public:
  explicit Writer(char* at) : at_(at) {}

  void put(std::string_view text) {
    if (!text.empty()) std::memcpy(at_, text.data(), text.size());
    at_ += text.size();
  }

  void put_binary(Bytes bytes) {
    put(kBinaryOpening);
    write_base64(at_, bytes);  // its NUL is overwritten by what closes it
    at_ += base64_size(bytes.size());
    put(kBinaryClosing);
  }

 private:
  char* at_;
};

/// A placeholder that an attachment goes in for.
struct Filled {
  std::size_t begin;
  std::size_t end;
  std::size_t num;
};

/// Each attachment is put in once: a packet that names one a thousand times would otherwise grow a thousandfold.
std::span<const Filled> choose(Arena& arena, const Payload& payload, const Attachments& attachments) {
  const auto used = arena.allocate<bool>(attachments.count());
  std::fill(used.begin(), used.end(), false);
  const auto filled = arena.allocate<Filled>(payload.placeholders.size());
  std::size_t n = 0;
  for (const Placeholder& place : payload.placeholders) {
    if (place.num >= attachments.count() || used[place.num]) continue;
    used[place.num] = true;
    filled[n++] = {place.begin, place.end, static_cast<std::size_t>(place.num)};
  }
  return filled.first(n);
}

std::string_view fill(Arena& arena, const Payload& payload, std::string_view elements, std::span<const Filled> filled,
                      const Attachments& attachments) {
  std::size_t size = elements.size() + 2;
  for (const Filled& each : filled) {
    size -= each.end - each.begin;
    size += kBinaryOpening.size() + base64_size(attachments[each.num].size()) + kBinaryClosing.size();
  }
  const auto room = arena.allocate<char>(size);
  Writer writer(room.data());
  writer.put("[");
  std::size_t at = static_cast<std::size_t>(elements.data() - payload.source.data());
  const std::size_t end = at + elements.size();
  for (const Filled& each : filled) {
    writer.put(payload.source.substr(at, each.begin - at));
    writer.put_binary(attachments[each.num]);
    at = each.end;
  }
  writer.put(payload.source.substr(at, end - at));
  writer.put("]");
  return {room.data(), room.size()};
}

}  // namespace

Args make_args(Arena& arena, const Payload& payload, bool after_name, const Attachments* attachments) {
  const std::string_view elements = payload.elements_source(after_name);
  Args args;
  args.sent = elements.size() + 2;
  if (attachments == nullptr || payload.placeholders.empty()) {
    // Without a name in front, the array stands in the source as it is.
    args.json = elements.empty() ? "[]"
                : after_name     ? fill(arena, payload, elements, {}, Attachments{})
                                 : payload.source.substr(payload.begin, payload.end - payload.begin);
    args.left_as_sent = payload.placeholders.size();
    return args;
  }
  const std::span<const Filled> filled = choose(arena, payload, *attachments);
  args.json = fill(arena, payload, elements, filled, *attachments);
  args.left_as_sent = payload.placeholders.size() - filled.size();
  return args;
}

}  // namespace wstrace::socketio
