// The events of the data link layer, and the protocol that they belong to.
#include "dissectors/link/definitions.h"

namespace wstrace::link {
namespace event {

constexpr EventDef encapsulation{.protocol = &protocol,
                                 .name = "encapsulation",
                                 .layer = Layer::data_link,
                                 .title = "encapsulation",
                                 .summary = "{path}",
                                 .ref = "IEEE 802.1Q, RFC 3032, RFC 2516, IEEE 802.11",
                                 .explain =
                                     "The packets of this connection have a VLAN tag or MPLS labels, or come in "
                                     "a PPPoE session or over Wi-Fi. Reported once for each path.",
                                 .fold = Fold::step};

}  // namespace event

namespace {
constexpr const EventDef* kEvents[] = {&event::encapsulation};
}  // namespace

std::span<const EventDef* const> all_events() { return kEvents; }

constexpr ProtocolDef protocol{.name = "link", .title = "Link", .events = all_events, .notes = all_notes};

}  // namespace wstrace::link
