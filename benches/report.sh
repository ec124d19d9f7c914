#!/usr/bin/env bash
# report.sh [RUNS]: how long is `headroom report` on the real case as a process, beside Gnumeric's ssconvert (Debian package gnumeric) of a small
# sheet to CSV? Both in turn in one run. Before: cargo build --release
set -euo pipefail
runs=${1:-15} here=$(dirname "$(realpath "$0")")
headroom=${CARGO_TARGET_DIR:-$here/../target}/release/headroom
folder=$(mktemp -d); trap 'rm -r "$folder"' EXIT
"$headroom" export "$here/../scenarios/hypha-2021-04.headroom.ron" --format csv -o "$folder/in.csv"
ssconvert "$folder/in.csv" "$folder/small.xlsx" >/dev/null 2>&1
spent() { local from=${EPOCHREALTIME/[.,]/}; "$@" >/dev/null 2>&1; echo $((${EPOCHREALTIME/[.,]/} - from)); } # microseconds
for _ in $(seq "$runs"); do
  echo "headroom $(spent "$headroom" report "$here/../scenarios/hypha-2021-04.headroom.ron")"
  echo "ssconvert $(spent ssconvert "$folder/small.xlsx" "$folder/out.csv")"
done | sort -k1,1 -k2,2n | awk '{ a[$1, ++n[$1]] = $2 } END { for (k in n) { m[k] = a[k, int((n[k] + 1) / 2)]; printf "%-9s %.1f ms (median of %d)\n", k, m[k] / 1000, n[k] }
  printf "ratio %.3f\n", m["headroom"] / m["ssconvert"] }'
