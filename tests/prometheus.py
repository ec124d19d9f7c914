#!/usr/bin/env python3
"""Is what `headroom fetch prometheus` says what was measured?

make FILE                    a year of hourly samples of 20 hosts as OpenMetrics, the same on every run but for the dates
compare SUMMARY.json DAYS.json   the answers of headroom against what was made: every host, every day
presets FOLDER               the answers PRESET.json and PRESET-days.json for the other presets, likewise
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
        others = {}
        for preset in PRESETS:
            for name, labels, value in preset_metrics(preset):
                others.setdefault(name, []).append((labels, value))
        for name, series in others.items():
            out.write(f"# TYPE {name} gauge\n")
            for labels, value in series:
                for hour in range(PRESET_DAYS * 24):
                    at = PRESET_START + hour * 3600
                    out.write(f"{name}{{{labels}}} {value(hour)} {at}\n")
        out.write("# EOF\n")


# The other exporters, for the last days. What is in use goes up by the hour of the day and falls at 23 h: of memory the highest is
# that of 22 h, of disks the last that of 23 h.
PRESET_DAYS = 10
PRESET_START = START + (DAYS - PRESET_DAYS) * 86400
PRESETS = ("pve", "cadvisor", "kubelet")


def rising(base):
    return lambda hour: base + (hour // 24) * 1000 + (0 if hour % 24 == 23 else hour % 24)


def highest(base, day):
    return base + day * 1000 + 22


def last(base, day):
    return base + day * 1000


def constant(value):
    return lambda _: value


def preset_metrics(preset):
    """Name, labels and value by hour of everything that an exporter of this preset gives."""
    if preset == "pve":
        job = 'instance="pve:9221",job="pve"'
        yield "pve_memory_usage_bytes", f'{job},id="node/alpha"', rising(20 * GIB)
        yield "pve_memory_size_bytes", f'{job},id="node/alpha"', constant(64 * GIB)
        yield "pve_memory_usage_bytes", f'{job},id="qemu/100"', rising(4 * GIB)
        yield "pve_memory_size_bytes", f'{job},id="qemu/100"', constant(8 * GIB)
        yield "pve_guest_info", f'{job},id="qemu/100",node="alpha",name="wiki",type="qemu",template="0"', constant(1)
        yield "pve_disk_usage_bytes", f'{job},id="storage/alpha/local"', rising(100 * GB)
        yield "pve_disk_size_bytes", f'{job},id="storage/alpha/local"', constant(500 * GB)
        # A guest's disk is always 0 there, and no storage.
        yield "pve_disk_usage_bytes", f'{job},id="qemu/100"', constant(0)
        yield "pve_disk_size_bytes", f'{job},id="qemu/100"', constant(32 * GB)
    if preset == "cadvisor":
        job = 'instance="box:8080",job="cadvisor"'
        yield "container_memory_working_set_bytes", f'{job},id="/docker/1",name="web"', rising(GIB)
        yield "container_spec_memory_limit_bytes", f'{job},id="/docker/1",name="web"', constant(2 * GIB)
        # All of the machine: no container.
        yield "container_memory_working_set_bytes", f'{job},id="/"', rising(30 * GIB)
        # Two pods of one container in Kubernetes, added up; a pod's own sum and its pause container are not.
        for pod in (1, 2):
            pod = f'{job},namespace="shop",pod="p{pod}"'
            yield "container_memory_working_set_bytes", f'{pod},container="api",name="k8s_api"', rising(3 * GIB)
            yield "container_spec_memory_limit_bytes", f'{pod},container="api",name="k8s_api"', constant(4 * GIB)
            yield "container_memory_working_set_bytes", f"{pod}", rising(9 * GIB)
            yield "container_memory_working_set_bytes", f'{pod},container="POD",name="k8s_POD"', rising(GIB)
        yield "container_fs_usage_bytes", f'{job},id="/",device="/dev/sda1"', rising(50 * GB)
        yield "container_fs_limit_bytes", f'{job},id="/",device="/dev/sda1"', constant(90 * GB)
        yield "container_fs_usage_bytes", f'{job},id="/",device="tmpfs"', rising(GB)
    if preset == "kubelet":
        job = 'instance="n1:10250",job="kubelet",namespace="shop",persistentvolumeclaim="db"'
        yield "kubelet_volume_stats_used_bytes", job, rising(7 * GB)
        # 1 GB of 20 is kept back: used + available is not the capacity.
        yield "kubelet_volume_stats_available_bytes", job, lambda hour: 19 * GB - rising(7 * GB)(hour)
        yield "kubelet_volume_stats_capacity_bytes", job, constant(20 * GB)


# Resource, part of its name, in use on a day, all that can be used; every series that a preset brings.
EXPECTED = {
    "pve": [
        ("RAM", "alpha", "", lambda day: highest(20 * GIB, day), 64 * GIB),
        ("RAM", "alpha", "wiki", lambda day: highest(4 * GIB, day), 8 * GIB),
        ("storage", "alpha", "local", lambda day: last(100 * GB, day), 500 * GB),
    ],
    "cadvisor": [
        ("RAM", "box", "web", lambda day: highest(GIB, day), 2 * GIB),
        ("RAM", "", "shop/api", lambda day: 2 * highest(3 * GIB, day), 8 * GIB),
        ("storage", "box", "/dev/sda1", lambda day: last(50 * GB, day), 90 * GB),
    ],
    "kubelet": [("storage", "", "shop/db", lambda day: last(7 * GB, day), 19 * GB)],
}


def presets(folder):
    wrong = []
    count = 0
    first = TODAY - datetime.timedelta(days=PRESET_DAYS)
    for preset, expected in EXPECTED.items():
        rows = table(f"{folder}/{preset}.json", "usage")
        days = table(f"{folder}/{preset}-days.json", "days")
        names = lambda row: (row["resource"]["text"], row["host"]["text"], row["part"]["text"])
        found = {names(row): row for row in rows}
        for resource, host, part, in_use, usable in expected:
            keys = [key for key in found if key[0] == resource and key[1] == host and (key[2] == part or
                    part and key[2].startswith(part + " "))]
            if len(keys) != 1:
                wrong.append(f"{preset}: {resource} of {host} {part} is in {list(found)} {len(keys)} times")
                continue
            row = found.pop(keys[0])
            got = row["usable"].get("bytes")
            if got != usable:
                wrong.append(f"{preset} {keys[0]} usable: {got}, made was {usable}")
            made = {str(first + datetime.timedelta(days=day)): in_use(day) for day in range(PRESET_DAYS)}
            got = {row["day"]["day"]: row["in_use"]["bytes"] for row in days if names(row) == keys[0]}
            count += len(got)
            if got != made:
                wrong.append(f"{preset} {keys[0]}: {got}, made was {made}")
        wrong.extend(f"{preset}: {key} was not made" for key in found)
    for line in wrong[:20]:
        print(line, file=sys.stderr)
    print(f"presets {', '.join(EXPECTED)}: {count} days compared, {len(wrong)} differences from what was made")
    return 1 if wrong else 0


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
    sys.exit({"make": make, "compare": compare, "presets": presets}[sys.argv[1]](*sys.argv[2:]))
