#!/bin/sh
# The generator against an installed PyTorch, bit for bit.
if [ ! -x /usr/bin/python3 ]; then
    echo "SKIP: torch_compare: there is no /usr/bin/python3"
    exit 0
fi
exec /usr/bin/python3 "$(dirname "$0")/torch_compare.py"
