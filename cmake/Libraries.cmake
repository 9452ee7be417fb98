# The libraries that wstrace is built from. A missing one stops here, with the name of its package.

function(wstrace_missing library debian fedora arch homebrew)
  message(FATAL_ERROR "wstrace needs ${library}, which was not found. Install it with one of\n"
                      "  Debian, Ubuntu:  apt-get install ${debian}\n"
                      "  Fedora:          dnf install ${fedora}\n"
                      "  Arch:            pacman -S ${arch}\n"
                      "  Homebrew:        brew install ${homebrew}\n")
endfunction()

find_package(PkgConfig QUIET)
if(NOT PKG_CONFIG_FOUND)
  wstrace_missing("pkg-config" pkg-config pkgconf-pkg-config pkgconf pkgconf)
endif()

add_library(wstrace_libraries INTERFACE)

# The library's headers are not ours to warn about.
function(wstrace_use_pkg_config module library debian fedora arch homebrew)
  string(MAKE_C_IDENTIFIER ${module} prefix)
  pkg_check_modules(${prefix} QUIET IMPORTED_TARGET ${module})
  if(NOT ${prefix}_FOUND)
    wstrace_missing("${library}" ${debian} ${fedora} ${arch} ${homebrew})
  endif()
  target_link_libraries(wstrace_libraries INTERFACE PkgConfig::${prefix})
endfunction()

function(wstrace_use_package package target library debian fedora arch homebrew)
  find_package(${package} QUIET)
  if(NOT ${package}_FOUND)
    wstrace_missing("${library}" ${debian} ${fedora} ${arch} ${homebrew})
  endif()
  target_link_libraries(wstrace_libraries INTERFACE ${target})
endfunction()

wstrace_use_pkg_config(libpcap "libpcap (live capture, filters)" libpcap-dev libpcap-devel libpcap libpcap)
wstrace_use_pkg_config(libzstd "libzstd (compressed captures)" libzstd-dev libzstd-devel zstd zstd)
wstrace_use_pkg_config(libnghttp2 "libnghttp2 (HPACK)" libnghttp2-dev libnghttp2-devel libnghttp2 libnghttp2)
wstrace_use_pkg_config(RapidJSON "RapidJSON (JSON)" rapidjson-dev rapidjson-devel rapidjson rapidjson)
wstrace_use_package(fmt fmt::fmt "fmt (formatting)" libfmt-dev fmt-devel fmt fmt)
wstrace_use_package(CLI11 CLI11::CLI11 "CLI11 (options)" libcli11-dev cli11-devel cli11 cli11)
wstrace_use_package(ZLIB ZLIB::ZLIB "zlib (permessage-deflate, gzip)" zlib1g-dev zlib-devel zlib zlib)
wstrace_use_package(OpenSSL OpenSSL::Crypto "OpenSSL's libcrypto (Sec-WebSocket-Accept)" libssl-dev openssl-devel openssl openssl)
wstrace_use_package(tsl-robin-map tsl::robin_map "robin-map (hash maps)" robin-map-dev robin-map-devel robin-map robin-map)

# Header-only. Debian's CMake file for it has another name than upstream's, so its header is looked for.
find_path(WSTRACE_MSGPACK_INCLUDE msgpack/v3/parse.hpp)
mark_as_advanced(WSTRACE_MSGPACK_INCLUDE)
if(NOT WSTRACE_MSGPACK_INCLUDE)
  wstrace_missing("msgpack-cxx (Socket.IO's msgpack parser)" libmsgpack-cxx-dev msgpack-cxx-devel msgpack-cxx msgpack-cxx)
endif()
target_include_directories(wstrace_libraries SYSTEM INTERFACE ${WSTRACE_MSGPACK_INCLUDE})
target_compile_definitions(wstrace_libraries INTERFACE MSGPACK_NO_BOOST)
