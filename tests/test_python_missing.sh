#!/bin/sh
# test_python_missing.sh - without python3, NumPy or PyTorch: C is judged, Python gets one line that names the package
# and exit 2, and what needs no PyTorch is judged without it. What is missing is hidden in a mount namespace.
set -u
build=${JUDGE_BUILD:-build}
judge=$(realpath "$build/judge")
problems=$(realpath "$(dirname "$0")/../problems")
packages=/usr/lib/python3/dist-packages
if ! unshare -rm true 2>/dev/null; then
    echo "SKIP: test_python_missing: mount namespaces are not allowed here"
    exit 0
fi
if [ ! -d $packages/numpy ] || [ ! -d $packages/torch ]; then
    echo "SKIP: test_python_missing: python3-numpy or python3-torch is not installed"
    exit 0
fi
folder=$(mktemp -d) || exit 1
trap 'rm -rf "$folder"' EXIT
export JUDGE_HOME="$folder/home" JUDGE_WARM_SECONDS=0
failures=0
checks=0

# hide WHAT EXIT TEXT FILE: judging FILE while WHAT is hidden
hide() {
    what=$1 code=$2 text=$3 file=$4
    checks=$((checks + 1))
    if [ -d "$what" ]; then cover="mount -t tmpfs none $what"; else cover="mount --bind /dev/null $what"; fi
    unshare $namespaces sh -c "$cover && exec '$judge' submit '$file' -p linear-regression" >"$folder/out" 2>"$folder/err"
    got=$?
    if [ $got != "$code" ] || { [ -n "$text" ] && ! grep -q -- "$text" "$folder/err"; }; then
        failures=$((failures + 1))
        echo "FAILED: $file without $what: exit $got, not $code"
        cat "$folder/out" "$folder/err"
    fi
}

# as root in the machine's own user namespace: a nested one would make the folder another user's
if [ "$(id -u)" = 0 ]; then namespaces=-m; else namespaces=-rm; fi
accepted=$problems/linear-regression/submissions/accepted
python=$(realpath /usr/bin/python3)
hide "$python" 2 'install the package python3$' "$accepted/numpy_rounded.py"
hide $packages/numpy 2 'install the package python3-numpy' "$accepted/numpy_rounded.py"
hide $packages/torch 2 'install the package python3-torch' "$accepted/torch.py"
hide $packages/torch 0 '' "$accepted/numpy_rounded.py"
hide $packages/numpy 0 '' "$accepted/loops.c"
hide "$python" 0 '' "$accepted/loops.c"
echo "100%: Checks: $checks, Failures: $failures"
[ $failures = 0 ]
