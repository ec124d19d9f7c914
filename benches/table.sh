#!/usr/bin/env bash
# table.sh [ROWS] [RUNS]: how long from a table of so many rows in the order of time (250 hosts × 2 metrics) to the daily highest
# and 95th percentile of each series, beside DuckDB (from PyPI, in a venv of its own) on the same file, two threads each, in turn?
# Before: cargo build --release --no-default-features --example table
set -euo pipefail
rows=${1:-10000000} runs=${2:-3} here=$(dirname "$(realpath "$0")")
program=${CARGO_TARGET_DIR:-$here/../target}/release/examples/table
venv=${HEADROOM_DUCKDB:-${XDG_CACHE_HOME:-$HOME/.cache}/headroom-duckdb}
folder=$(mktemp -d); trap 'rm -r "$folder"' EXIT
[ -x "$venv/bin/python" ] || python3 -m venv "$venv"
"$venv/bin/python" -c 'import duckdb' 2>/dev/null || "$venv/bin/pip" install --quiet duckdb
"$program" make "$rows" "$folder/table.csv"
cat >"$folder/duck.py" <<'PY'
import sys, time, duckdb, resource
start = time.monotonic()
db = duckdb.connect()
db.execute("SET threads=2")
days = db.execute("""SELECT host, metric, date_trunc('day', time) AS day, max(value), quantile_disc(value, 0.95)
  FROM read_csv(?) GROUP BY ALL""", [sys.argv[1]]).fetchall()
spent = time.monotonic() - start
most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
print(f"{spent:.3f} {most} - {len(days)} {sum(d[3] for d in days)} {sum(d[4] for d in days)}")
PY
ls -lh "$folder/table.csv" | awk '{print "file " $5}'
cat "$folder/table.csv" >/dev/null # both find it in the page cache
for _ in $(seq "$runs"); do
  echo "headroom $("$program" read "$folder/table.csv" 2 | sed -n 1p)"
  echo "duckdb $("$venv/bin/python" "$folder/duck.py" "$folder/table.csv")"
done | tee "$folder/out"
echo "columns: seconds, MiB, series, days, sum of highest, sum of p95"
sort -k1,1 -k2,2n "$folder/out" | awk '{ a[$1, ++n[$1]] = $2; if ($3 > most[$1]) most[$1] = $3 }
  END { for (k in n) { m[k] = a[k, int((n[k] + 1) / 2)]; printf "%-9s %.2f s (median of %d), %d MiB\n", k, m[k], n[k], most[k] }
  printf "ratio %.3f\n", m["headroom"] / m["duckdb"] }'
