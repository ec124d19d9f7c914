#!/usr/bin/env python3
"""Is what `headroom fetch prometheus` says what was measured?

make FILE                    a year of hourly samples of 20 hosts as OpenMetrics, the same on every run but for the dates
compare SUMMARY.json DAYS.json   the answers of headroom against what was made: every host, every day
"""
import datetime
import json
import random
import sys

HOSTS, DAYS = 20, 365
GIB, GB = 2**30, 10**9
TODAY = datetime.datetime.now(datetime.timezone.utc).date()
FIRST = TODAY - datetime.timedelta(days=DAYS)
START = int(datetime.datetime(FIRST.year, FIRST.month, FIRST.day, tzinfo=datetime.timezone.utc).timestamp())
# At noon of this day the last host is given as much memory again.
UPGRADED, NOON = 200, 12


def hosts():
    """Name and samples (time, total, available, size, free, reserved) of each host."""
    for host in range(HOSTS):
        rng = random.Random(1000 + host)
        total, size = (16 + 16 * (host % 4)) * GIB, (500 + 100 * host) * GB
        is_last = host == HOSTS - 1
        # Half an hour before the first day and after the last all is in use: neither may count.
        samples = [(START - 1800, total, 0, size, 0, size // 20)]
        for hour in range(DAYS * 24):
            day = hour // 24
            in_use = int(total * min(0.3 + day * 0.001 + rng.random() * 0.2, 0.95))
            used = int(size * min(0.2 + hour * 0.00005 + rng.random() * 0.001, 0.9))
            now = 2 * total if is_last and hour >= UPGRADED * 24 + NOON else total
            samples.append((START + hour * 3600, now, now - in_use, size, size - used, size // 20))
        samples.append((START + DAYS * 86400 + 1800, samples[-1][1], 0, size, 0, size // 20))
        yield f"web{host + 1}", samples


def make(path):
    disk = ',device="/dev/sda1",fstype="ext4",mountpoint="/"'
    metrics = {
        "node_memory_MemTotal_bytes": ("", lambda s: s[1]),
        "node_memory_MemAvailable_bytes": ("", lambda s: s[2]),
        "node_filesystem_size_bytes": (disk, lambda s: s[3]),
        "node_filesystem_free_bytes": (disk, lambda s: s[4]),
        "node_filesystem_avail_bytes": (disk, lambda s: s[4] - s[5]),
    }
    made = list(hosts())
    with open(path, "w") as out:
        for name, (labels, value) in metrics.items():
            out.write(f"# TYPE {name} gauge\n")
            for host, samples in made:
                for s in samples:
                    out.write(f'{name}{{instance="{host}:9100",job="node"{labels}}} {value(s)} {s[0]}\n')
        out.write("# EOF\n")


def p95(values):
    """As Prometheus has it: between the two ranks, by a straight line."""
    values = sorted(values)
    rank = 0.95 * (len(values) - 1)
    low = int(rank)
    return values[low] + (values[min(low + 1, len(values) - 1)] - values[low]) * (rank - low)


def compare(summary, days):
    wrong = []

    def same(what, got, made, within=0):
        if got is None or (abs(got - made) > within if within else got != made):
            wrong.append(f"{what}: {got}, made was {made}")

    expected = {}
    for host, samples in hosts():
        ram, disk = {}, {}
        for at, total, available, size, free, _ in samples[1:-1]:
            day = str(FIRST + datetime.timedelta(days=(at - START) // 86400))
            ram.setdefault(day, []).append(total - available)
            disk[day] = size - free
        last = samples[-2]
        expected[host, "RAM"] = ({day: max(values) for day, values in ram.items()}, last[1], ram)
        expected[host, "storage"] = (disk, last[3] - last[5], None)
    # Asked for again minute by minute, where each sample stands for five: its 95 % are others.
    upgraded = str(FIRST + datetime.timedelta(days=UPGRADED))

    rows = table(summary, "usage")
    for row in rows:
        key = row["host"]["text"], row["resource"]["text"]
        made, usable, _ = expected[key]
        same(f"{key} days", row["days"]["count"], DAYS)
        same(f"{key} first", row["first"]["day"], min(made))
        same(f"{key} last", row["last"]["day"], max(made))
        same(f"{key} in use", row["in_use"]["bytes"], made[max(made)])
        same(f"{key} highest", row["highest"]["bytes"], max(made.values()))
        same(f"{key} usable", row["usable"]["bytes"], usable)
    same("series", len(rows), HOSTS * 2)

    rows = table(days, "days")
    for row in rows:
        key = row["host"]["text"], row["resource"]["text"]
        day = row["day"]["day"]
        made, _, each = expected[key]
        same(f"{key} {day}", row["in_use"]["bytes"], made.pop(day))
        if each and not (key[0] == f"web{HOSTS}" and day == upgraded):
            same(f"{key} {day} 95 %", row["p95"].get("bytes"), p95(each[day]), within=2)
    same("days", len(rows), HOSTS * 2 * DAYS)

    for line in wrong[:20]:
        print(line, file=sys.stderr)
    print(f"{HOSTS * 2} series of {DAYS} days compared: {len(wrong)} figures differ from what was made")
    return 1 if wrong else 0


def table(path, key):
    with open(path) as file:
        blocks = json.load(file)["reports"][0]["blocks"]
    (found,) = [block for block in blocks if block.get("key") == key]
    return [row["cells"] for row in found["rows"]]


if __name__ == "__main__":
    sys.exit({"make": make, "compare": compare}[sys.argv[1]](*sys.argv[2:]))
