// HPACK (RFC 7541), one direction: libnghttp2's decoder, and what it needs where the capture lacks something.
//
// References count from the newest entry of the dynamic table, so one that was added since a loss is found whatever came
// before. For what came before, the table is filled with placeholders, as many as there can have been entries: a field that
// refers to one is known to be unknown, and what follows it is read.
#pragma once

#include <nghttp2/nghttp2.h>

#include <memory>

#include "core/bytes.h"
#include "dissectors/http2/header_list.h"

namespace wstrace::http2 {

class HeaderDecoder {
 public:
  HeaderDecoder();

  /// Bytes of a header block; `last` with its end. False when they are no HPACK: the state is lost then, and what follows
  /// refers to nothing that is known.
  bool feed(Bytes fragment, bool last, HeaderList& fields, std::size_t most);

  /// The table's greatest size that the other side allows (SETTINGS_HEADER_TABLE_SIZE, once acknowledged). Between blocks.
  void allow(std::uint32_t size);
  /// What is in the table is not known. Between blocks.
  void forget();

 private:
  struct Delete {
    void operator()(nghttp2_hd_inflater* inflater) const { nghttp2_hd_inflate_del(inflater); }
  };
  void start();
  void fill();

  std::unique_ptr<nghttp2_hd_inflater, Delete> inflater_;
  std::uint32_t allowed_;
  bool assumed_ = false;  ///< nobody said so
};

}  // namespace wstrace::http2
