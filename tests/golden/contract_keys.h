// The contract's keys: which there are in each record, of what type, and whether they must be there.
//
// This repeats the manual on purpose. A key that is new in the program is a violation until it stands here, too, so
// that nothing enters the contract unnoticed.
#pragma once

#include <span>
#include <string_view>

namespace wstrace::test {

enum class Type {
  string,
  number,   ///< an unsigned integer
  decimal,  ///< any number that is not negative
  boolean,
  array,
  object,
  any,
};

struct Key {
  std::string_view name;
  Type type = Type::string;
  bool required = false;
};

/// Keys of a record ("capture", "event", "session", "end"); empty for an unknown one.
std::span<const Key> keys_of_record(std::string_view record);
/// Keys of an event's `fields`, by protocol; empty for an unknown one.
std::span<const Key> keys_of_fields(std::string_view proto);
/// The events of a protocol that the contract names.
std::span<const std::string_view> events_of(std::string_view proto);
/// The OSI layers that a protocol's events may be told at.
std::span<const unsigned> layers_of(std::string_view proto);

std::span<const Key> note_keys(bool of_session);
std::span<const Key> named_count_keys();
std::span<const Key> traffic_keys();
std::span<const Key> bytes_keys();
std::span<const Key> layer_keys();
std::span<const Key> outcome_keys();
std::span<const Key> connecting_keys();
std::span<const Key> connecting_part_keys();
std::span<const Key> interface_keys();

}  // namespace wstrace::test
