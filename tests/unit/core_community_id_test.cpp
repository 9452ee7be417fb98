// Community ID, with the test vectors of its specification (github.com/corelight/community-id-spec, baseline).
#include "core/community_id.h"

#include <gtest/gtest.h>

namespace wstrace::test::core_community_id_test {
namespace {

Endpoint v4(std::initializer_list<std::uint8_t> address, std::uint16_t port) {
  return {IpAddress::from_v4(Bytes(address.begin(), address.size())), port};
}

TEST(CommunityId, IsThatOfTheSpecification) {
  EXPECT_EQ(community_id(v4({128, 232, 110, 120}, 34855), v4({66, 35, 250, 204}, 80)),
            "1:LQU9qZlK+B5F3KDmev6m5PMibrg=");
}

TEST(CommunityId, IsTheSameFromBothSides) {
  const Endpoint one = v4({10, 0, 0, 1}, 1000);
  const Endpoint other = v4({10, 0, 0, 1}, 999);
  EXPECT_EQ(community_id(one, other), community_id(other, one));
  EXPECT_NE(community_id(one, other), community_id(one, one));
}

}  // namespace
}  // namespace wstrace::test::core_community_id_test
