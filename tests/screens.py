"""screens.py PID NAME FOLDER: goes through the screens of a running window by Ctrl+1, Ctrl+2 …, looks for each one's heading and
main figure in the accessibility tree, and takes a picture. A screen of several parts shows the one that is pressed by its name."""
import subprocess
import sys
import time

import pyatspi

# Key, screen, what must be on it, what is pressed there first. The figures are worked out in the engine's tests.
SCREENS = [
    ("1", "Overview", ["Overview", "611.34"]),
    ("d", "Capacity", ["Capacity", "7.2 GiB short today"]),
    ("2", "Plans", ["Plans", "611.34"]),
    ("3", "Request", ["Request", "690.81"]),
    ("4", "Services", ["Services", "staging"]),
    ("5", "Contracts", ["Contracts", "89.70"]),
    ("6", "Findings", ["Findings", "161.32 + 16 is 177.32"]),
    ("7", "Basics", ["Basics", "Kept free"]),
    ("8", "Prices", ["Prices", "161.32 before tax"]),
    ("8", "Prices, Catalogues", ["Prices", "No price list yet"], "Catalogues"),
    ("9", "Other costs", ["Other costs", "domain hypha.coop"]),
    ("u", "Usage, backups", ["Usage, backups", "Backups: Keep, daily"]),
    ("t", "Notes", ["Notes", "Has Rise-4 128 GiB?"]),
]


def texts(node, found, depth=0):
    """All names and texts below a node."""
    if depth > 60:
        return
    try:
        found.append(node.name or "")
        found.append(node.description or "")
        if "Text" in pyatspi.listInterfaces(node):
            found.append(node.queryText().getText(0, -1))
        for child in node:
            if child is not None:
                texts(child, found, depth + 1)
    except Exception:  # a node that went while it was read
        return


def press(node, name, depth=0):
    """Presses the first thing of this name below a node."""
    if depth > 60:
        return False
    try:
        if node.name == name and "Action" in pyatspi.listInterfaces(node):
            return node.queryAction().doAction(0)
        return any(press(child, name, depth + 1) for child in node if child is not None)
    except Exception:  # a node that went while it was read
        return False


def window(pid):
    for _ in range(60):
        for app in pyatspi.Registry.getDesktop(0):
            if app is not None and app.get_process_id() == pid:
                return app
        time.sleep(0.5)
    sys.exit("the window did not appear in the accessibility tree")


def main():
    pid, name, folder = int(sys.argv[1]), sys.argv[2], sys.argv[3]
    app = window(pid)
    target = ""
    for _ in range(40):
        found = subprocess.run(["xdotool", "search", "--onlyvisible", "--pid", str(pid)], capture_output=True, text=True).stdout.split()
        if found:
            target = found[0]
            break
        time.sleep(0.25)
    else:
        sys.exit("the window is not on the screen")
    subprocess.run(["xdotool", "windowfocus", "--sync", target], check=True)
    for key, screen, wanted, *pressed in SCREENS:
        subprocess.run(["xdotool", "key", "--delay", "40", "ctrl+" + key], check=True)
        for part in pressed:
            time.sleep(0.4)
            if not press(app, part):
                sys.exit(f"{screen}: nothing is there to press of the name {part}")
        missing = wanted
        for _ in range(20):
            time.sleep(0.4)
            found = []
            texts(app, found)
            missing = [w for w in wanted if not any(w in text for text in found)]
            if not missing:
                break
        if missing:
            sys.exit(f"{screen}, {name}: not in the accessibility tree: {missing}; found {sorted(set(found))[:80]}")
        subprocess.run(["import", "-window", target, f"{folder}/{screen.lower().replace(', ', '-').replace(' ', '-')}-{name}.png"], check=True)


main()
