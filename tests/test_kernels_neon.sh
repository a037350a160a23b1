#!/bin/sh
# The NEON kernels, built by a cross compiler and run in an emulator: test_kernels.c with thinner sweeps.
cd "$(dirname "$0")/.." || exit 1
cc=aarch64-linux-gnu-gcc out=${JUDGE_BUILD:-build}/neon
case $(uname -m) in aarch64) echo "the tests of this machine are these"; exit 0 ;; esac
command -v $cc >/dev/null || { echo "SKIP: kernels_neon: no $cc (apt-get install gcc-aarch64-linux-gnu libc6-dev-arm64-cross)"; exit 0; }
command -v qemu-aarch64 >/dev/null || { echo "SKIP: kernels_neon: no qemu-aarch64 (apt-get install qemu-user)"; exit 0; }
mkdir -p "$out" || exit 1
flags="-std=gnu17 -D_GNU_SOURCE -I. -O2 -Wall -Wextra -ffp-contract=off"
for file in reference/kernels.c reference/kernels_pool.c reference/kernels_scalar.c reference/kernels_neon.c sandbox/err.c; do
    simd=
    [ $file = reference/kernels_neon.c ] && simd="-ffp-contract=fast -fno-math-errno -fno-trapping-math"
    # shellcheck disable=SC2086
    $cc $flags $simd -c $file -o "$out/$(basename $file .c).o" || exit 1
done
# shellcheck disable=SC2086
$cc $flags -DQUICK=1 -Itests/cross -static tests/test_kernels.c "$out"/*.o -o "$out/test_kernels" -lpthread -lm || exit 1
unset JUDGE_SIMD
exec qemu-aarch64 "$out/test_kernels"
