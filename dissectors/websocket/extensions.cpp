// Sec-WebSocket-Extensions, parsed and compared.
#include "dissectors/websocket/extensions.h"

#include <optional>
#include <utility>
#include <vector>

#include "dissectors/websocket/definitions.h"

namespace wstrace::websocket {
namespace {

constexpr std::string_view kDeflate = "permessage-deflate";

/// permessage-deflate with its parameters, as one side wrote it.
struct Terms {
  std::array<bool, 2> no_takeover{};         // by direction: client_*, server_*
  std::array<std::optional<int>, 2> bits{};  // window bits that are named
  bool client_bits = false;                  // client_max_window_bits, with a value or without
  std::string wrong;                         // the first parameter that is not allowed, and why

  bool valid() const { return wrong.empty(); }
};

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

/// Takes what stands before the next `separator`.
std::string_view next_part(std::string_view& text, char separator) {
  const std::size_t end = text.find(separator);
  const std::string_view part = trimmed(text.substr(0, end));
  text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
  return part;
}

/// RFC 7692 7.1.2: a decimal integer without leading zeros.
std::optional<int> parse_window_bits(std::string_view text) {
  // A parameter's value may be quoted (RFC 6455 9.1).
  if (text.size() >= 2 && text.front() == '"' && text.back() == '"') text = text.substr(1, text.size() - 2);
  if (text.empty() || text.size() > 2 || text.front() == '0') return {};
  int value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return {};
    value = value * 10 + (c - '0');
  }
  if (value < kLeastWindowBits || value > kMostWindowBits) return {};
  return value;
}

/// Why the parameter is not allowed; empty when it is. An offer may name client_max_window_bits without a value (7.1.2.2).
std::string_view read_window_bits(std::size_t side, std::string_view value, bool has_value, bool offer, Terms& terms) {
  const bool client = side == index(Direction::c2s);
  if (terms.bits[side] || (client && terms.client_bits)) return "it appears twice";
  terms.client_bits = terms.client_bits || client;
  if (!has_value) return client && offer ? std::string_view{} : "it needs a value";
  terms.bits[side] = parse_window_bits(value);
  return terms.bits[side] ? std::string_view{} : "window bits must be 8 to 15, without leading zeros";
}

std::string_view read_parameter(std::string_view parameter, bool offer, Terms& terms) {
  const bool has_value = parameter.find('=') != std::string_view::npos;
  const std::string_view name = next_part(parameter, '=');
  const std::string_view value = trimmed(parameter);
  for (const Direction dir : {Direction::c2s, Direction::s2c}) {
    const std::string_view side = dir == Direction::c2s ? "client_" : "server_";
    if (!name.starts_with(side)) continue;
    const std::string_view what = name.substr(side.size());
    if (what == "max_window_bits") return read_window_bits(index(dir), value, has_value, offer, terms);
    if (what != "no_context_takeover") break;
    if (std::exchange(terms.no_takeover[index(dir)], true)) return "it appears twice";
    return has_value ? "it takes no value" : std::string_view{};
  }
  return "permessage-deflate has no such parameter";
}

Terms read_terms(std::string_view parameters, bool offer) {
  Terms terms;
  while (!parameters.empty()) {
    const std::string_view parameter = next_part(parameters, ';');
    if (parameter.empty()) continue;
    const std::string_view why = read_parameter(parameter, offer, terms);
    if (!why.empty() && terms.valid()) terms.wrong = std::string(parameter).append(": ").append(why);
  }
  return terms;
}

/// All that is said of permessage-deflate, in order.
std::vector<Terms> deflate_terms(std::string_view list, bool offer) {
  std::vector<Terms> out;
  while (!list.empty()) {
    std::string_view extension = next_part(list, ',');
    if (next_part(extension, ';') == kDeflate) out.push_back(read_terms(extension, offer));
  }
  return out;
}

std::string bits_text(std::string_view name, int bits) {
  return std::string(name).append("_max_window_bits=").append(std::to_string(bits));
}

/// What of the answer does not fit the offer (RFC 7692 7.1.1 and 7.1.2); empty when the answer accepts it.
std::string misfit(const Terms& offer, const Terms& answer) {
  constexpr std::size_t kClient = index(Direction::c2s);
  constexpr std::size_t kServer = index(Direction::s2c);
  if (answer.bits[kClient] && !offer.client_bits)
    return bits_text("client", *answer.bits[kClient]) + ": the client did not offer to limit its window";
  if (offer.no_takeover[kServer] && !answer.no_takeover[kServer])
    return "server_no_context_takeover is missing, and the client asked for it";
  if (!offer.bits[kServer]) return {};
  if (!answer.bits[kServer])
    return bits_text("server", *offer.bits[kServer]) + " is missing, but the client asked for it";
  if (*answer.bits[kServer] <= *offer.bits[kServer]) return {};
  return bits_text("server", *answer.bits[kServer]) + ": the client asked for " + std::to_string(*offer.bits[kServer]) +
         " at most";
}

/// The answer accepts one of the offers, whichever. Otherwise it is held against the first one.
std::string misfit(const std::vector<Terms>& offers, const Terms& answer) {
  std::string first;
  for (const Terms& offer : offers) {
    if (!offer.valid()) continue;
    std::string wrong = misfit(offer, answer);
    if (wrong.empty()) return {};
    if (first.empty()) first = std::move(wrong);
  }
  if (first.empty() && !offers.empty()) return "it accepts an invalid offer";
  return first;
}

}  // namespace

Extensions parse_extensions(std::string_view answered) {
  Extensions out;
  while (!answered.empty()) {
    std::string_view extension = next_part(answered, ',');
    const std::string_view name = next_part(extension, ';');
    if (name == kDeflate && !out.deflate) {
      const Terms terms = read_terms(extension, false);
      out.deflate = true;
      for (std::size_t side = 0; side < out.by_dir.size(); ++side)
        out.by_dir[side] = {terms.no_takeover[side], terms.bits[side].value_or(kMostWindowBits)};
    } else if (!name.empty() && name != kDeflate && out.unknown.empty()) {
      out.unknown = name;
    }
  }
  return out;
}

Negotiation judge_negotiation(std::string_view offered, std::string_view answered) {
  Negotiation out;
  const std::vector<Terms> offers = deflate_terms(offered, true);
  const std::vector<Terms> answers = deflate_terms(answered, false);
  for (const Terms& offer : offers)
    if (out.bad_offer.empty()) out.bad_offer = offer.wrong;
  if (answers.size() > 1) out.bad_answer = "permessage-deflate: it appears twice";
  if (answers.empty()) return out;
  if (!answers.front().valid()) out.bad_answer = answers.front().wrong;
  if (out.bad_answer.empty()) out.misfit = misfit(offers, answers.front());
  return out;
}

void Negotiation::add_to(Notes& notes) const {
  if (!bad_offer.empty()) notes.add(note::bad_extension_offer, {make_field(field::extension, bad_offer)});
  if (!bad_answer.empty()) notes.add(note::bad_extension_parameter, {make_field(field::extension, bad_answer)});
  if (!misfit.empty()) notes.add(note::extension_not_as_offered, {make_field(field::extension, misfit)});
}

Extensions possible_extensions() {
  Extensions possible;
  possible.deflate = true;
  return possible;
}

}  // namespace wstrace::websocket
