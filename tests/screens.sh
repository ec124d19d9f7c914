#!/usr/bin/env bash
# screens.sh PROGRAM FOLDER: opens the window under Xvfb, light and dark, large and small, goes through every screen, and puts a
# picture of each into FOLDER. Fails if a screen's heading or main figure is not in the accessibility tree, or two pictures are alike.
set -euo pipefail
program=$(realpath "$1") out=$2
here=$(dirname "$(realpath "$0")")
mkdir -p "$out"
unset WAYLAND_DISPLAY DBUS_SESSION_BUS_ADDRESS DISPLAY
export LIBGL_ALWAYS_SOFTWARE=1 NO_AT_BRIDGE=0
run() { # SIZE THEME
  local size=$1 theme=$2
  local pipe state xvfb app=
  pipe=$(mktemp -u); mkfifo "$pipe"; state=$(mktemp -d)
  (exec 3>"$pipe"; exec Xvfb -displayfd 3 -screen 0 "${size}x24" -nolisten tcp) >"$out/xvfb.log" 2>&1 & xvfb=$!
  read -r -t 20 number <"$pipe"; rm -f "$pipe"; export DISPLAY=:$number
  XDG_STATE_HOME=$state XDG_CONFIG_HOME=$state dbus-run-session -- bash -c '
    dbus-send --session --print-reply --dest=org.a11y.Bus /org/a11y/bus org.freedesktop.DBus.Properties.Set \
      string:org.a11y.Status string:IsEnabled variant:boolean:true >/dev/null
    dbus-send --session --print-reply --dest=org.a11y.Bus /org/a11y/bus org.freedesktop.DBus.Properties.Set \
      string:org.a11y.Status string:ScreenReaderEnabled variant:boolean:true >/dev/null
    "$1" --theme "$2" --window "$3" >"$4/app.log" 2>&1 & app=$!
    trap "kill $app 2>/dev/null || true" EXIT
    /usr/bin/python3 "$5/screens.py" "$app" "$2-$3" "$4"' _ "$program" "$theme" "$size" "$out" "$here" || { cat "$out/app.log" >&2; kill "$xvfb"; return 1; }
  kill "$xvfb" 2>/dev/null || true
  rm -rf "$state"
}
run 1280x800 light
run 1280x800 dark
run 900x600 light
run 900x600 dark
alike=$(cd "$out" && md5sum ./*.png | sort | uniq -w32 -D)
[ -z "$alike" ] || { echo "these pictures are alike:"; echo "$alike"; exit 1; } >&2
echo "$(find "$out" -name '*.png' | wc -l) pictures in $out"
