#!/bin/sh
# No small product and no register tile keeps an accumulator in memory: a spilled one costs half of the speed, and no other test would notice.
cd "$(dirname "$0")/.." || exit 1
command -v objdump >/dev/null || { echo "SKIP: kernels_asm: no objdump (apt-get install binutils)"; exit 0; }
case $(uname -m) in x86_64) ;; *) echo "SKIP: kernels_asm: written for x86_64"; exit 0 ;; esac
status=0
for isa in avx2 avx512; do
    object=${JUDGE_BUILD:-build}/obj/core/kernels_$isa.o
    [ -f "$object" ] || { echo "there is no $object"; exit 1; }
    if objdump -d "$object" | grep -q __asan; then
        echo "SKIP: kernels_asm: $object is sanitized"
        continue
    fi
    # Vector moves and multiply-adds with the stack within a function named tile_, rows_ or halves_...
    objdump -d --no-show-raw-insn "$object" | awk -v isa=$isa '
        /^[0-9a-f]+ </ { name = $2; tile = name ~ /^<(tile|rows|halves)_[0-9]/; tiles += tile }
        tile && /vfmadd|vfnmadd/ { work++ }
        tile && /(vfmadd|vmovap|vmovup).*[yz]mm/ && /\(%rsp|\(%rbp/ { spills++; print isa, name, $0 }
        END { print isa ": " tiles " tiles, " work " multiply-adds, " spills + 0 " spills"; exit !(tiles >= 20 && work > 500 && !spills) }' || status=1
done
exit $status
