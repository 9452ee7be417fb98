#include "model/describe.h"

#include <fmt/format.h>

#include <array>
#include <ctime>
#include <optional>

namespace wstrace {
namespace {

/// As many characters of an id as people compare by eye.
constexpr std::size_t kIdShown = 8;

const Field* find(std::span<const Field> fields, std::string_view name) {
  for (const Field& field : fields)
    if (field.def->name == name) return &field;
  return nullptr;
}

/// An array is shown as its items: "hello", {"n":0}
std::string_view without_brackets(std::string_view json) {
  return json.starts_with('[') && json.ends_with(']') ? json.substr(1, json.size() - 2) : json;
}

void append_value(std::string& out, const Field& field) {
  const auto to = std::back_inserter(out);
  switch (field.def->kind) {
    case FieldKind::number: fmt::format_to(to, "{}", field.number); break;
    case FieldKind::size: out += human_size(field.number); break;
    case FieldKind::boolean: out += field.number != 0 ? "yes" : "no"; break;
    case FieldKind::micros: out += human_duration(static_cast<Duration>(field.number) * kMicrosecond); break;
    case FieldKind::text: out += field.text(); break;
    case FieldKind::json: out += without_brackets(field.text()); break;
    case FieldKind::id:
      out += field.text().substr(0, kIdShown);
      if (field.bytes.size() > kIdShown) out += "…";
      break;
    case FieldKind::binary: fmt::format_to(to, "<{}>", human_size(field.bytes.size())); break;
    case FieldKind::headers: fmt::format_to(to, "{} fields", field.pairs.size()); break;
  }
}

/// The place of the bracket that closes the group which opens at `open`, or npos.
std::size_t group_end(std::string_view pattern, std::size_t open) { return pattern.find(']', open); }

/// What stands between braces, taken apart.
struct Placeholder {
  std::string_view name;
  bool prints = true;
  bool quoted = false;
  bool negated = false;
  std::optional<std::string_view> value = {};  ///< that the field is compared with
};

Placeholder read_placeholder(std::string_view inside) {
  Placeholder p{inside};
  p.negated = inside.starts_with('!');
  p.prints = !p.negated && !inside.starts_with('?');
  if (!p.prints) p.name.remove_prefix(1);
  if (const std::size_t equals = p.name.find('='); !p.prints && equals != std::string_view::npos) {
    p.value = p.name.substr(equals + 1);
    p.name = p.name.substr(0, equals);
  }
  p.quoted = inside.size() > 2 && inside.starts_with('"') && inside.ends_with('"');
  if (p.quoted) p.name = inside.substr(1, inside.size() - 2);
  return p;
}

bool holds(const Placeholder& p, std::span<const Field> fields) {
  const Field* const field = find(fields, p.name);
  const bool present = field != nullptr && !field->empty();
  const bool meant = present && (!p.value || field->text() == *p.value);
  return meant != p.negated;
}

/// True when every condition that the group names holds.
bool group_holds(std::string_view group, std::span<const Field> fields) {
  for (std::size_t at = group.find('{'); at != std::string_view::npos; at = group.find('{', at + 1)) {
    const Placeholder p = read_placeholder(group.substr(at + 1, group.find('}', at) - at - 1));
    if (!holds(p, fields)) return false;
  }
  return true;
}

/// Fills a pattern that has no groups in it.
void append_flat(std::string& out, std::string_view pattern, std::span<const Field> fields) {
  while (!pattern.empty()) {
    const std::size_t open = pattern.find('{');
    out += pattern.substr(0, open);
    if (open == std::string_view::npos) return;
    const std::size_t close = pattern.find('}', open);
    const Placeholder p = read_placeholder(pattern.substr(open + 1, close - open - 1));
    const Field* field = find(fields, p.name);
    const bool quoted = p.quoted && field != nullptr && field->def->kind == FieldKind::text;
    if (p.prints && quoted) out += '"' + with_quotes_escaped(field->text()) + '"';
    if (p.prints && !quoted && field != nullptr) append_value(out, *field);
    if (p.prints && field == nullptr) out += pattern.substr(open, close - open + 1);
    pattern.remove_prefix(close + 1);
  }
}

}  // namespace

std::string with_quotes_escaped(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out;
}

namespace {

/// "23 h 36 min", "14 min 10 s", "25 min"
std::string in_two_units(std::int64_t lesser, std::string_view greater_name, std::string_view lesser_name) {
  std::string text = fmt::format("{} {}", lesser / 60, greater_name);
  if (lesser % 60 != 0) text += fmt::format(" {} {}", lesser % 60, lesser_name);
  return text;
}

}  // namespace

std::string human_duration(Duration d) {
  struct Scale {
    Duration unit;
    int decimals;  ///< of a value below 10
    std::string_view name;
  };
  static constexpr std::array<Scale, 3> kScales = {
      {{kSecond, 2, "s"}, {kMillisecond, 1, "ms"}, {kMicrosecond, 1, "µs"}}};
  constexpr Duration kMinute = 60 * kSecond;
  if (d >= 120 * kMinute) return in_two_units((d + kMinute / 2) / kMinute, "h", "min");
  if (d >= 10 * kMinute) return in_two_units((d + kSecond / 2) / kSecond, "min", "s");
  for (const Scale& scale : kScales) {
    if (d < scale.unit) continue;
    const double value = static_cast<double>(d) / static_cast<double>(scale.unit);
    // "25 s" is a limit that somebody set, "2 µs" all that the clock can say; 1.0 ms and 2.3 ms are measured alike.
    const bool whole = scale.unit != kMillisecond && d % scale.unit == 0;
    return fmt::format("{:.{}f} {}", value, whole || value >= 10 ? 0 : scale.decimals, scale.name);
  }
  return d <= 0 ? "0 µs" : "<1 µs";
}

std::string human_size(std::uint64_t bytes) {
  if (bytes == 1) return "1 byte";
  if (bytes < 10'000) return fmt::format("{} bytes", bytes);
  if (bytes < 1'000'000) return fmt::format("{:.1f} kB", static_cast<double>(bytes) / 1e3);
  if (bytes < 1'000'000'000) return fmt::format("{:.1f} MB", static_cast<double>(bytes) / 1e6);
  return fmt::format("{:.1f} GB", static_cast<double>(bytes) / 1e9);
}

void append_filled(std::string& out, std::string_view pattern, std::span<const Field> fields) {
  const std::size_t start = out.size();
  while (!pattern.empty()) {
    const std::size_t open = pattern.find('[');
    append_flat(out, pattern.substr(0, open), fields);
    if (open == std::string_view::npos) break;
    const std::size_t close = group_end(pattern, open);
    const std::string_view group = pattern.substr(open + 1, close - open - 1);
    if (group_holds(group, fields)) append_flat(out, group, fields);
    pattern.remove_prefix(close + 1);
  }
  // Groups carry their own separators; the first one that remains has nothing before it to be separated from.
  std::size_t strip = start;
  while (strip < out.size() && (out[strip] == ',' || out[strip] == ' ')) ++strip;
  out.erase(start, strip - start);
}

std::string moment_text(Time time, Time session_start, bool live) {
  if (live) return time_of_day(time);
  return fmt::format("{:.3f} s", static_cast<double>(time - session_start) / static_cast<double>(kSecond));
}

std::string time_of_day(Time time) {
  const auto seconds = static_cast<std::time_t>(time / kSecond);
  std::tm local{};
  localtime_r(&seconds, &local);
  return fmt::format("{:02}:{:02}:{:02}.{:06}", local.tm_hour, local.tm_min, local.tm_sec,
                     time % kSecond / kMicrosecond);
}

}  // namespace wstrace
