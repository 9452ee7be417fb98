// The same message to several sessions within a moment.
#pragma once
namespace wstrace {
class Fanout {};
}  // namespace wstrace
