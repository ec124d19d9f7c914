#!/usr/bin/env bash
# forecast.sh [ROUNDS]: how long do the run-out dates of 100 workloads × 60 months × 1,000 paths take, beside the same work in NumPy? Both in
# turn in one run. NumPy is put into a folder that goes away, unless `python3` has it.
set -euo pipefail
rounds=${1:-3} here=$(dirname "$(realpath "$0")")
folder=$(mktemp -d); trap 'rm -r "$folder"' EXIT
python=python3
cd "$folder" # Python looks for modules where it stands
if ! "$python" -c 'import numpy' 2>/dev/null; then python3 -m venv env; python=$folder/env/bin/python; "$python" -m pip install -q numpy; fi
bench() { (cd "$here/.." && cargo bench -q --no-default-features --bench forecast -- "$@" 2>/dev/null); }
bench --list >/dev/null # builds
milliseconds() { # of "time:   [30.1 ms 30.4 ms 31.0 ms]" the middle one
  awk '/^run-out\// { name = $1; sub("run-out/", "", name) } /time:/ { factor = $(NF - 2) ~ /^s$/ ? 1000 : $(NF - 2) ~ /^ms$/ ? 1 : 0.001; print "headroom", name, $(NF - 3) * factor }'
}
for _ in $(seq "$rounds"); do
  bench run-out | milliseconds
  "$python" "$here/forecast_numpy.py" 7 | sed 's/^/numpy /'
done | sort -k1,2 -k3,3n | awk '{ a[$1, $2, ++n[$1, $2]] = $3 } END {
  for (k in n) { m[k] = a[k, int((n[k] + 1) / 2)]; split(k, of, SUBSEP); printf "%-9s %-10s %.1f ms (median of %d)\n", of[1], of[2], m[k], n[k] }
  printf "ratio: workloads %.3f, dates %.3f\n", m["headroom", "workloads"] / m["numpy", "workloads"], m["headroom", "dates"] / m["numpy", "dates"] }'
