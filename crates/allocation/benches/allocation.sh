#!/bin/sh
# The engine beside Python packages on the same markets, in one run. Usage: allocation.sh [APPLICANTS]
# Installs the packages `matching` and `algmatch` into a folder of its own with pip.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
size=${1:-10000}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet matching==1.4.3 algmatch==1.5.2
cargo build --quiet --release --package kelisim
kelisim="$here/../../../target/release/kelisim"
"$kelisim" synth market --applicants "$size" --output "$work/market"
"$work/venv/bin/python" "$here/peers.py" "$work/market"
cargo bench --quiet --package kelisim-allocation --bench speed -- "$size" | grep -E "^\|.*(engine|textbook)"
