#!/usr/bin/env bash
# catalogue.sh [FILE] [ROUNDS]: how long does OVH's catalogue take, read, checked and turned into what can be ordered, beside Python's bare
# json.load of the same file, which makes nothing of it? Both in turn in one run. Without FILE one of the same size and shape is made.
set -euo pipefail
rounds=${2:-5} here=$(dirname "$(realpath "$0")")
folder=$(mktemp -d); trap 'rm -r "$folder"' EXIT
bench() { (cd "$here/.." && cargo bench -q --no-default-features --bench catalogue -- "$@" 2>/dev/null); }
file=${1:-}
if [ -z "$file" ]; then file=$folder/made.json; bench --make "$file"; fi
file=$(realpath "$file")
cat >"$folder/load.py" <<'PY'
import io, json, statistics, sys, time
data = open(sys.argv[1], "rb").read()
spent = []
for _ in range(21):
    start = time.perf_counter()
    json.load(io.BytesIO(data))
    spent.append(1e3 * (time.perf_counter() - start))
print(f"python {statistics.median(spent):.3f}")
PY
for _ in $(seq "$rounds"); do
  bench "$file"
  python3 "$folder/load.py" "$file"
done | sort -k1,1 -k2,2n | awk '{ a[$1, ++n[$1]] = $2; if ($1 == "headroom") what = $3 " bytes, " $4 " plans, " $5 " add-ons, " $6 " prices" } END {
  print what
  for (k in n) { m[k] = a[k, int((n[k] + 1) / 2)]; printf "%-9s %.2f ms (median of %d)\n", k, m[k], n[k] }
  printf "ratio %.3f\n", m["headroom"] / m["python"] }'
