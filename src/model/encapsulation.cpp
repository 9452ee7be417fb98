#include "model/encapsulation.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <utility>

namespace wstrace {
namespace {

std::string number_text(const Encapsulation& each) {
  if (each.def->form == EncapsulationDef::Number::decimal) return std::to_string(each.number);
  std::string text;
  for (int shift = 40; shift >= 0; shift -= 8) {
    text += fmt::format("{}{:02x}", text.empty() ? "" : ":", each.number >> shift & 0xff);
  }
  return text;
}

/// Outer source and destination, as seen by a packet from the client.
std::pair<std::string, std::string> ends(const Encapsulation& each, bool reversed) {
  std::pair found(each.outer_source().to_string(), each.outer_destination().to_string());
  if (reversed) std::swap(found.first, found.second);
  return found;
}

std::uint64_t half(const std::array<std::uint8_t, 16>& address, std::size_t at) {
  std::uint64_t value = 0;
  std::memcpy(&value, address.data() + at, sizeof value);
  return value;
}

/// Spreads over all bits, so that a sum of two tells pairs apart.
std::uint64_t folded(const std::array<std::uint8_t, 16>& address) {
  constexpr std::uint64_t kOdd = 0x9e3779b97f4a7c15;
  const std::uint64_t low = (half(address, 0) + 1) * kOdd;
  const std::uint64_t both = (half(address, 8) ^ low ^ low >> 29) * kOdd;
  return both ^ both >> 32;
}

}  // namespace

void Encapsulations::mix(std::uint64_t value) {
  constexpr std::uint64_t kOdd = 0xff51afd7ed558ccd;
  key_ = (key_ ^ value) * kOdd;
  key_ ^= key_ >> 33;
  key_ += key_ == 0 ? 1 : 0;
}

Encapsulation& Encapsulations::add(const EncapsulationDef& def, std::uint64_t number, bool numbered) {
  Encapsulation& item = items_[size_++];
  item.def = &def;
  item.number = number;
  item.numbered = numbered;
  mix(reinterpret_cast<std::uintptr_t>(&def));
  mix(numbered ? number + 1 : 0);
  return item;
}

void Encapsulations::push(const EncapsulationDef& def) {
  if (!full()) add(def, 0, false);
}

void Encapsulations::push(const EncapsulationDef& def, std::uint64_t number) {
  if (!full()) add(def, number, true);
}

void Encapsulations::push(const EncapsulationDef& def, std::uint64_t number, bool numbered, const IpAddress& from,
                          const IpAddress& to) {
  if (full()) return;
  Encapsulation& item = add(def, number, numbered);
  item.v6 = from.v6;
  item.source = from.bytes;
  item.destination = to.bytes;
  mix(folded(from.bytes) + folded(to.bytes));
}

Layer Encapsulations::layer() const {
  const bool network =
      std::any_of(begin(), end(), [](const Encapsulation& e) { return e.def->layer == Layer::network; });
  return network ? Layer::network : Layer::data_link;
}

std::string Encapsulations::text(bool reversed) const {
  std::string text;
  for (const Encapsulation& each : *this) {
    if (!text.empty()) text += " · ";
    text += each.def->name;
    if (each.numbered) text += " " + number_text(each);
    if (!each.def->over_ip) continue;
    const auto [from, to] = ends(each, reversed);
    text += fmt::format(" ({} → {})", from, to);
  }
  return text;
}

std::string Encapsulations::json(bool reversed) const {
  std::string json = "[";
  for (const Encapsulation& each : *this) {
    const bool quoted = each.def->form == EncapsulationDef::Number::mac;
    const char* const quote = quoted ? "\"" : "";
    json += fmt::format(R"({}{{"name":"{}")", json.size() > 1 ? "," : "", each.def->name);
    if (each.numbered) json += fmt::format(R"(,"{}":{}{}{})", each.def->number, quote, number_text(each), quote);
    if (each.def->over_ip) {
      const auto [from, to] = ends(each, reversed);
      json += fmt::format(R"(,"source":"{}","destination":"{}")", from, to);
    }
    json += "}";
  }
  return json + "]";
}

}  // namespace wstrace
