// Decompressors as byte sources: gzip (RFC 1952) and zstd (RFC 8878).
#pragma once

#include <memory>

#include "capture/byte_source.h"
#include "capture/input_buffer.h"

namespace wstrace::capture {

enum class Compression { none, gzip, zstd };

/// By the first bytes of the stream. Four are enough to tell.
Compression compression_of(Bytes head);

const char* name_of(Compression compression);

/// The content of a compressed stream. Several members or frames in a row are one content, as for gunzip and unzstd.
std::unique_ptr<ByteSource> make_decompressor(Compression compression, InputBuffer compressed);

}  // namespace wstrace::capture
