#!/usr/bin/env bash
# window.sh [RUNS]: how long until the window shows something, how much memory it takes, what it costs to do nothing? Headroom
# and a bare egui window in turn, under one Xvfb, so that the ratios stand whatever else the machine does.
# Before: cargo build --release && cargo build --release --example bare_window
set -euo pipefail
runs=${1:-7} here=$(dirname "$(realpath "$0")")
target=${CARGO_TARGET_DIR:-$here/../target}/release
unset WAYLAND_DISPLAY DBUS_SESSION_BUS_ADDRESS; export LIBGL_ALWAYS_SOFTWARE=1
pipe=$(mktemp -u); mkfifo "$pipe"
(exec 3>"$pipe"; exec Xvfb -displayfd 3 -screen 0 1280x800x24 -nolisten tcp) >/dev/null 2>&1 & xvfb=$!
trap 'kill $xvfb 2>/dev/null || true; rm -f "$pipe"' EXIT
read -r -t 20 number <"$pipe"; export DISPLAY=:$number
state=$(mktemp -d); export XDG_STATE_HOME=$state XDG_CONFIG_HOME=$state
once() { # NAME PROGRAM: prints name, milliseconds to the first content, resident MiB, ticks of CPU in 5 idle seconds
  local name=$1 from app rss before after; shift
  from=$(date +%s%N)
  "$@" >/dev/null 2>&1 & app=$!
  # The root window is black; two corners of the middle that are not say that something was drawn.
  while [ "$(import -silent -window root -crop 600x300+20+20 -format '%[fx:maxima>0.05]' info: 2>/dev/null)" != 1 ]; do :; done
  echo -n "$name $((($(date +%s%N) - from) / 1000000)) "
  sleep 2
  rss=$(awk '/VmRSS/ {print int($2 / 1024)}' "/proc/$app/status")
  before=$(awk '{print $14 + $15}' "/proc/$app/stat"); sleep 5; after=$(awk '{print $14 + $15}' "/proc/$app/stat")
  echo "$rss $((after - before))"
  kill "$app"; wait "$app" 2>/dev/null || true
}
for _ in $(seq "$runs"); do
  once bare "$target/examples/bare_window"
  once headroom "$target/headroom" --window 1280x800
done | sort | awk '{ first[$1] = first[$1] " " $2; rss[$1] = $3; idle[$1] += $4; n[$1]++ }
  function median(list,  a, k, i, j, t) { k = split(list, a, " "); for (i = 1; i <= k; i++) for (j = i + 1; j <= k; j++) if (a[j] + 0 < a[i] + 0) { t = a[i]; a[i] = a[j]; a[j] = t } return a[int((k + 1) / 2)] }
  END { for (name in n) printf "%-9s first content %d ms (median of %d), resident %d MiB, CPU while idle %.2f %%\n", name, median(first[name]), n[name], rss[name], idle[name] / n[name] / 5
        printf "ratio of first content %.2f, memory +%d MiB\n", median(first["headroom"]) / median(first["bare"]), rss["headroom"] - rss["bare"] }'
