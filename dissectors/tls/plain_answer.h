// The answer of a server that does not use TLS: its first bytes, in place of a record.
#pragma once

#include <string_view>

#include "core/bytes.h"

namespace wstrace::tls {

struct PlainAnswer {
  std::string_view first_line;  ///< within the bytes, cut to what is shown; empty when they are not text
  bool is_http = false;
};

/// False while the bytes are the beginning of a line of text: more bytes may show the whole of it. `bytes` is not empty.
bool is_whole_answer(Bytes bytes);

PlainAnswer read_plain_answer(Bytes bytes);

}  // namespace wstrace::tls
