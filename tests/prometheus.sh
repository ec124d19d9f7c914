#!/usr/bin/env bash
# prometheus.sh PROGRAM [FOLDER]: asks over https too. Fills a real Prometheus with a year of 20 hosts, asks it by `headroom fetch prometheus`, compares
# every day with what was made, and says how much longer that takes than the same queries alone. Logs are left in FOLDER.
set -euo pipefail
program=$(realpath "$1")
here=$(dirname "$(realpath "$0")")
work=$(mktemp -d)
out=${2:-$work}
mkdir -p "$out"
export TZ=UTC
for tool in prometheus promtool curl python3 openssl; do
  command -v "$tool" >/dev/null || { echo "prometheus.sh: no $tool here" >&2; exit 2; }
done

python3 "$here/prometheus.py" make "$work/made.txt"
promtool tsdb create-blocks-from openmetrics --max-block-duration=1440h -q "$work/made.txt" "$work/data" >"$out/promtool.log"
: >"$work/prometheus.yml"
server=
tls=
port=
end() {
  for each in $tls $server; do kill "$each" 2>/dev/null || true; wait "$each" 2>/dev/null || true; done
  rm -rf "$work"
}
trap end EXIT
for try in 1 2 3 4 5; do
  port=$((20000 + (RANDOM + try) % 10000))
  prometheus --config.file="$work/prometheus.yml" --storage.tsdb.path="$work/data" --storage.tsdb.retention.time=10y \
    --web.listen-address="127.0.0.1:$port" >"$out/prometheus.log" 2>&1 &
  server=$!
  for _ in $(seq 100); do
    kill -0 "$server" 2>/dev/null || { server=; break; } # another program has the port
    curl -sf "http://127.0.0.1:$port/-/ready" >/dev/null && break 2
    sleep 0.1
  done
done
[ -n "$server" ] || { cat "$out/prometheus.log" >&2; exit 1; }
url=http://127.0.0.1:$port

"$program" fetch prometheus "$url" --format json >"$out/usage.json"
"$program" fetch prometheus "$url" --format json --daily >"$out/days.json"
python3 "$here/prometheus.py" compare "$out/usage.json" "$out/days.json"

for preset in pve cadvisor kubelet; do
  "$program" fetch prometheus "$url" --preset "$preset" --days 20 --format json >"$out/$preset.json"
  "$program" fetch prometheus "$url" --preset "$preset" --days 20 --format json --daily >"$out/$preset-days.json"
done
python3 "$here/prometheus.py" presets "$out"

# A path before the API, as behind a proxy, and a job that this server knows nothing of.
code=0; "$program" fetch prometheus "$url/graph" --preset kubelet --match 'job="none"' >"$out/none.txt" 2>"$out/none.log" || code=$?
[ "$code" = 2 ] && grep -q 'knows nothing' "$out/none.log" || { echo "kubelet: $code, $(cat "$out/none.log")" >&2; exit 1; }
# An expression of one's own, evaluated in steps.
"$program" fetch prometheus "$url" --query 'ram=node_memory_MemTotal_bytes - node_memory_MemAvailable_bytes' --match 'x="y"' \
  --format json >"$out/own.json"
cmp <(grep -A2 '"highest"' "$out/usage.json" | grep bytes | sort -u) \
  <(cat "$out/own.json" "$out/usage.json" | grep -A2 '"highest"' | grep bytes | sort -u)

# Over https, by an authority of our own; the same figures.
python3 "$here/tls.py" make "$work"
python3 "$here/tls.py" serve "$work" "$url" "$work/asked.log" >"$work/tls.port" 2>"$out/tls.log" & tls=$!
for _ in $(seq 100); do [ -s "$work/tls.port" ] && break; sleep 0.1; done
secure=localhost:$(cat "$work/tls.port")
printf 'a-made-token\n' >"$work/token"
printf 'a-made-password\n' >"$work/password"
printf 'team-a\n' >"$work/tenant"
over_tls() { "$program" fetch prometheus "$@" --preset kubelet --days 20 --tries 1 --format json; }
same() { grep -v '"title"' "$1" | cmp - <(grep -v '"title"' "$out/kubelet.json"); }
over_tls "https://$secure" --ca-file "$work/ca.pem" --token-file "$work/token" --header-file "X-Scope-OrgID=$work/tenant" >"$work/secure.json"
same "$work/secure.json"
over_tls "https://$secure" --ca-file "$work/ca.pem" --user el --password-file "$work/password" >"$work/secure.json"
same "$work/secure.json"
grep -q "^$secure	Bearer a-made-token	team-a\$" "$work/asked.log"
grep -q "^$secure	Basic $(printf 'el:a-made-password' | base64)	" "$work/asked.log"
# refused WHAT PATTERN [ARGUMENT]…: the sentence names it, nobody was asked, and no secret is printed.
refused() {
  local what=$1 pattern=$2 code=0; shift 2
  : >"$work/asked.log"
  over_tls "$@" >"$work/refused.out" 2>"$work/refused.log" || code=$?
  [ "$code" = 2 ] && grep -Eqi "$pattern" "$work/refused.log" && ! grep -q a-made "$work/refused.log" ||
    { echo "$what: $code, $(cat "$work/refused.log")" >&2; exit 1; }
  printf '%s: %s\n' "$what" "$(head -1 "$work/refused.log")"
}
refused "no authority named" 'authority that is not known' "https://$secure" --token-file "$work/token"
[ ! -s "$work/asked.log" ]
refused "another authority" 'authority that is not known' "https://$secure" --ca-file "$work/other.pem" --token-file "$work/token"
[ ! -s "$work/asked.log" ]
refused "another host's certificate" 'of another host' "https://127.0.0.1:${secure#*:}" --ca-file "$work/ca.pem" --token-file "$work/token"
[ ! -s "$work/asked.log" ]
refused "sent on to another host" 'sends on' "https://$secure/moved" --ca-file "$work/ca.pem" --token-file "$work/token" \
  --header-file "X-Scope-OrgID=$work/tenant"
[ "$(wc -l <"$work/asked.log")" = 1 ]

# How much longer than its own queries: the best of five each, in turn.
mapfile -t queries < <("$program" fetch prometheus "$url" --dry-run)
end_of_yesterday=$(($(date -u -d 00:00 +%s) - 1))
now() { date +%s%N; }
best_alone=0 best_fetch=0
best() { [ "$1" = 0 ] || [ "$2" -lt "$1" ] && echo "$2" || echo "$1"; }
for _ in 1 2 3 4 5; do
  begun=$(now)
  for query in "${queries[@]}"; do
    curl -sfG "$url/api/v1/query_range" --data-urlencode "query=$query" -d step=86400 \
      -d "start=$((end_of_yesterday - 364 * 86400)).999" -d "end=$end_of_yesterday.999" >"$work/answer.json"
  done
  best_alone=$(best "$best_alone" $(($(now) - begun)))
  begun=$(now)
  "$program" fetch prometheus "$url" >"$out/usage.txt"
  best_fetch=$(best "$best_fetch" $(($(now) - begun)))
done
seconds() { printf '%d.%03d s' $(($1 / 1000000000)) $(($1 / 1000000 % 1000)); }
more=$((best_fetch - best_alone)) sign=
[ "$more" -ge 0 ] || { more=$((-more)); sign=-; }
printf '%d queries alone %s, fetched %s: %s%s more\n' "${#queries[@]}" "$(seconds "$best_alone")" "$(seconds "$best_fetch")" \
  "$sign" "$(seconds "$more")"
