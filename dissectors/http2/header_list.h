// The fields of one header block, as they come out of HPACK: pseudo-header fields by name, and the others in order.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/event.h"

namespace wstrace::http2 {

class HeaderList {
 public:
  void clear();
  /// Beyond `most` bytes in all, fields are counted and left out.
  void add(std::string_view name, std::string_view value, std::size_t most);
  /// A field whose name or value refers to what is not in the capture.
  void add_unknown() { ++unknown_; }

  /// ":method"; empty when it is not there.
  std::string_view pseudo(std::string_view name) const;
  bool has_pseudo(std::string_view name) const;
  /// The fields that are no pseudo-header fields. Cookies that were cut into crumbs are joined (RFC 9113 8.2.3). The views
  /// are valid until the next change.
  const std::vector<Pair>& pairs();
  std::string_view value(std::string_view name);

  std::uint64_t unknown() const { return unknown_; }
  bool cut() const { return left_out_ > 0; }
  bool has_misplaced() const { return misplaced_; }
  bool has_upper_case() const { return upper_case_; }
  bool has_connection_field() const { return connection_field_; }

 private:
  struct Entry {
    std::size_t name = 0;
    std::size_t name_size = 0;
    std::size_t value_size = 0;
  };
  std::string_view name_of(const Entry& e) const { return std::string_view(text_).substr(e.name, e.name_size); }
  std::string_view value_of(const Entry& e) const {
    return std::string_view(text_).substr(e.name + e.name_size, e.value_size);
  }
  void judge(std::string_view name, std::string_view value);
  void join_cookies();

  std::string text_;
  std::string cookies_;
  std::vector<Entry> entries_;
  std::vector<Pair> pairs_;
  std::uint64_t unknown_ = 0;
  std::uint64_t left_out_ = 0;
  bool paired_ = false;
  bool any_regular_ = false;
  bool misplaced_ = false;         // a pseudo-header field behind others (8.3)
  bool upper_case_ = false;        // in a name (8.2.1)
  bool connection_field_ = false;  // that HTTP/2 does not have (8.2.2)
};

}  // namespace wstrace::http2
