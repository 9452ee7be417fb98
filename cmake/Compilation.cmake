# How much the compiler has to read. Most of a build's time goes into the same headers and the same templates, unit
# after unit.
#
# WSTRACE_PRECOMPILE  A header that everything includes is read once. Units still have to include what they use: the
#                     release build does without it.
# WSTRACE_UNITY       The units of one folder are compiled as one. So names in anonymous namespaces have to be unique
#                     within a folder; the dev build compiles each unit alone.
# WSTRACE_UNITY_TESTS The same for tests, in which every file has a namespace of its own, named like the file.

option(WSTRACE_PRECOMPILE "Precompile headers that most units include" OFF)
option(WSTRACE_UNITY "Compile the units of a folder as one" OFF)
option(WSTRACE_UNITY_TESTS "Compile the tests several files at a time" OFF)

# Files that one compiler run takes at the most: with more of them, one core is busy at the end and the other is not.
set(wstrace_folder_files 16)
set(wstrace_test_files 8)

# The names of the units that CMake makes hold "UnifiedSource", by which clang's static analyzer knows to look into what
# they include.
function(wstrace_unite_folders target)
  get_target_property(sources ${target} SOURCES)
  foreach(source ${sources})
    get_filename_component(folder ${source} DIRECTORY)
    get_filename_component(name ${folder} NAME)
    math(EXPR part "${files_${name}} + 0")
    math(EXPR files_${name} "${part} + 1")
    math(EXPR part "${part} / ${wstrace_folder_files}")
    set_source_files_properties(${source} PROPERTIES UNITY_GROUP UnifiedSource_${name}_${part})
  endforeach()
  set_target_properties(${target} PROPERTIES UNITY_BUILD ${WSTRACE_UNITY} UNITY_BUILD_MODE GROUP)
endfunction()

function(wstrace_unite_tests target)
  set_target_properties(${target} PROPERTIES UNITY_BUILD ${WSTRACE_UNITY_TESTS} UNITY_BUILD_MODE BATCH
                                             UNITY_BUILD_BATCH_SIZE ${wstrace_test_files})
endfunction()

set(wstrace_common_headers <algorithm> <array> <cstdint> <map> <memory> <optional> <span> <string> <string_view> <utility>
    <vector> <fmt/format.h> <tsl/robin_map.h>)

function(wstrace_precompile target)
  if(WSTRACE_PRECOMPILE)
    target_precompile_headers(${target} PRIVATE ${wstrace_common_headers})
  endif()
endfunction()

# The tests' kinds share one: the first is the owner.
function(wstrace_precompile_tests target)
  if(NOT WSTRACE_PRECOMPILE)
    return()
  endif()
  get_property(owner GLOBAL PROPERTY wstrace_test_headers)
  if(owner)
    target_precompile_headers(${target} REUSE_FROM ${owner})
  else()
    target_precompile_headers(${target} PRIVATE ${wstrace_common_headers} <gmock/gmock.h> <gtest/gtest.h>)
    set_property(GLOBAL PROPERTY wstrace_test_headers ${target})
  endif()
endfunction()

# Where ccache is installed, what was compiled before is not compiled again, whatever folder it was in. It needs to be told
# that precompiled headers may be trusted.
macro(wstrace_use_ccache)
  find_program(WSTRACE_CCACHE ccache)
  mark_as_advanced(WSTRACE_CCACHE)
  if(WSTRACE_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
    set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros
        CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=1 ${WSTRACE_CCACHE})
    if(WSTRACE_PRECOMPILE AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
      add_compile_options(-fpch-preprocess)
    endif()
  endif()
endmacro()
