// RecordReader.
#include "dissectors/tls/record_reader.h"

#include <algorithm>
#include <utility>

namespace wstrace::tls {
namespace {

/// Whether a record begins at the front: 0 no, otherwise how many bytes are needed to say so. As many as there are, or
/// fewer, is a yes.
std::size_t wanted_for_record(Bytes rest) {
  const auto header = record_header(rest);
  if (!header) return 0;
  if (rest.size() < kRecordHeader) return kRecordHeader;
  if (rest.size() <= header->size()) return header->size();
  // One header may be chance; that it leads to a second one is none.
  return record_header(rest.subspan(header->size())) ? header->size() : 0;
}

}  // namespace

RecordStep RecordReader::read(const Window& window) {
  using Kind = RecordStep::Kind;
  if (window.offset < resume_at_)
    return {Kind::drop, std::min<std::uint64_t>(resume_at_ - window.offset, window.bytes.size())};
  LostBytes lost;
  if (seeking_) {
    const RecordStep found = seek(window.bytes);
    if (found.kind != Kind::record) return found;
    lost = found.lost;
  }
  const auto header = record_header(window.bytes);
  if (!header) return {Kind::invalid};
  if (window.bytes.size() < kRecordHeader) return {Kind::need, kRecordHeader};
  begun_ = true;
  record_begin_ = window.offset;
  record_end_ = window.offset + header->size();
  return {Kind::record, 0, *header, lost};
}

/// A record, when one begins at the front; then its place is known again.
RecordStep RecordReader::seek(Bytes bytes) {
  std::size_t at = 0;
  std::size_t wanted = wanted_for_record(bytes);
  while (wanted == 0 && ++at < bytes.size()) wanted = wanted_for_record(bytes.subspan(at));
  if (at > 0) {
    lost_.skipped += at;
    return {RecordStep::Kind::drop, at};
  }
  if (wanted > bytes.size()) return {RecordStep::Kind::need, wanted};
  seeking_ = false;
  // That a capture begins inside is reported apart from this.
  if (!begun_ && mid_stream_ && lost_.missing == 0) lost_.skipped = 0;
  return {RecordStep::Kind::record, 0, {}, take_lost()};
}

LostBytes RecordReader::lose(std::uint64_t n, std::uint64_t position) {
  lost_.missing += n;
  incomplete_ = true;
  if (seeking_) return {};
  if (position > record_end_) {
    seeking_ = true;
    return {};
  }
  resume_at_ = record_end_;
  return take_lost();
}

void RecordReader::lose_place() {
  incomplete_ = true;
  seeking_ = true;
  begun_ = true;
}

LostBytes RecordReader::end(std::size_t unread) {
  if (seeking_ && (begun_ || !mid_stream_)) lost_.skipped += unread;
  return take_lost();
}

LostBytes RecordReader::take_lost() { return std::exchange(lost_, {}); }

}  // namespace wstrace::tls
