#include "dissectors/socketio/binary_json.h"

#include <openssl/evp.h>

namespace wstrace::socketio {

void write_base64(char* to, Bytes bytes) {
  EVP_EncodeBlock(reinterpret_cast<unsigned char*>(to), bytes.data(), static_cast<int>(bytes.size()));
}

void append_base64(std::string& out, Bytes bytes) {
  const std::size_t at = out.size();
  out.resize(at + base64_size(bytes.size()) + 1);  // the NUL
  write_base64(out.data() + at, bytes);
  out.pop_back();
}

}  // namespace wstrace::socketio
