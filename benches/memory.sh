#!/usr/bin/env bash
# memory.sh [FILE]: how much memory does the window take with three price lists of OVH's size beside the scenario, all of them laid out in
# the list of what serves? FILE is taken three times, as of three days; without it one of the same size and shape is made.
# Before: cargo build --release. PROFILE=debug takes the debug build.
set -euo pipefail
here=$(dirname "$(realpath "$0")") profile=${PROFILE:-release}
program=${CARGO_TARGET_DIR:-$here/../target}/$profile/headroom
folder=$(mktemp -d)
file=${1:-}
if [ -z "$file" ]; then
  file=$folder/made.json
  (cd "$here/.." && cargo bench -q --no-default-features --bench catalogue -- --make "$file" 2>/dev/null)
fi
scenario=$folder/case.headroom.ron
cp "$here/../scenarios/hypha-2021-04.headroom.ron" "$scenario"
# The file speaks of April 2021: all three were known then, and each is another range.
for day in 2021-01-10 2021-02-10 2021-03-10; do
  copy=$folder/list-$day.json; cp "$file" "$copy"
  "$program" prices import "$copy" --date "$day" --into "$scenario" >/dev/null
done
unset WAYLAND_DISPLAY DBUS_SESSION_BUS_ADDRESS; export LIBGL_ALWAYS_SOFTWARE=1
pipe=$(mktemp -u); mkfifo "$pipe"
(exec 3>"$pipe"; exec Xvfb -displayfd 3 -screen 0 1280x800x24 -nolisten tcp) >/dev/null 2>&1 & xvfb=$!
app=; trap 'kill $app $xvfb 2>/dev/null || true; rm -rf "$pipe" "$folder"' EXIT
read -r -t 20 number <"$pipe"; export DISPLAY=:$number
XDG_STATE_HOME=$folder XDG_CONFIG_HOME=$folder "$program" --window 1280x800 "$scenario" >/dev/null 2>&1 & app=$!
resident() { awk '/VmRSS/ {print int($2 / 1024)}' "/proc/$app/status"; }
window=$(timeout 60 xdotool search --sync --onlyvisible --pid "$app" | head -1)
xdotool windowfocus --sync "$window"; sleep 3
echo "opened: $(resident) MiB resident"
click() { xdotool mousemove --window "$window" "$1" "$2" sleep 0.1 click 1; sleep 0.3; }
xdotool key --delay 40 ctrl+8; sleep 1
click 490 106 # Find what serves
sleep 1
# Every price list is looked through, not only the newest.
for x in 330 520 710; do click "$x" 106; done
sleep "${WAIT:-6}"
for _ in $(seq 20); do xdotool mousemove --window "$window" 700 520 click 5; done; sleep 1
import -window "$window" "${SHOT:-$folder/shot.png}"
echo "three price lists laid out: $(resident) MiB resident (at most 200)"
