"""forecast_numpy.py [RUNS]: run-out dates of 100 workloads x 60 months x 1,000 paths in NumPy, vectorised, float32.

The work that benches/forecast.rs calls "run-out": draws, misses replayed, paths, moved so that their median is the line, the day on
which each is over its capacity, and the days by which half of them and a tenth are. What the past says of each is given here and worked
out there. Random numbers are NumPy's own; those that all series share are drawn once. Prints median milliseconds: of all of it, the
faster of two ways (all workloads at once, or one by one), and of the dates alone.
"""

import sys
import time

import numpy as np

WORKLOADS, MONTHS, PATHS, MISSES = 100, 60, 1_000, 59
F = np.float32


def fitted(rng):
    """What the past of each workload says."""
    level = rng.uniform(1e10, 1e11, WORKLOADS).astype(F)
    sigma = level * F(0.02)
    pool = (rng.standard_normal((WORKLOADS, MISSES)) * sigma[:, None]).astype(F)
    alpha = rng.uniform(0.2, 1.0, WORKLOADS).astype(F)
    return level, level * F(0.01), sigma, alpha, pool


def shared(rng):
    """Which steps draw a new miss, and which old one the others replay."""
    fresh = rng.random((MONTHS, PATHS), dtype=F) < F(2 / (2 + MISSES))
    place = (rng.random((MONTHS, PATHS), dtype=F) * F(MISSES)).astype(np.intp)
    return fresh, np.minimum(place, MISSES - 1)


def paths(rng, draws, level, drift, sigma, alpha, pool):
    """Values of workloads stacked on the first axis, by month and path."""
    fresh, place = draws
    width, n_fresh = len(level), np.count_nonzero(fresh)
    own = drift[:, None] + (sigma / F(MISSES**0.5))[:, None] * rng.standard_normal((width, PATHS), dtype=F)
    miss = pool[:, place]
    miss[:, fresh] = sigma[:, None] * rng.standard_normal((width, n_fresh), dtype=F)
    step = alpha[:, None, None] * miss
    step += own[:, None, :]
    value = np.cumsum(step, axis=1, out=step)  # the level after each step, less where it began
    value += (F(1) - alpha)[:, None, None] * miss
    value += level[:, None, None]
    line = level[:, None] + drift[:, None] * np.arange(1, MONTHS + 1, dtype=F)
    value += (line - np.median(value, axis=2))[:, :, None]
    return np.maximum(value, F(0), out=value)


def dates(value, level, capacity):
    """Days from the last value by which a tenth and a half of the paths are out."""
    over = value > capacity[:, None, None]
    first = over.argmax(axis=1)
    at = first[:, None, :]
    out = np.take_along_axis(over, at, axis=1)[:, 0]
    high = np.take_along_axis(value, at, axis=1)[:, 0]
    low = np.take_along_axis(value, np.maximum(at - 1, 0), axis=1)[:, 0]
    low = np.where(first == 0, level[:, None], low)
    share = (capacity[:, None] - low) / np.where(out, high - low, F(1))
    days = np.where(out, np.ceil((first + share) * F(30)), F(np.inf))
    return np.partition(days, (99, 499), axis=1)[:, (99, 499)]


def of(rng, draws, fits):
    return dates(paths(rng, draws, *fits), fits[0], fits[0] * F(1.2))


def at_once(rng, fits):
    return of(rng, shared(rng), fits)


def one_by_one(rng, fits):
    draws = shared(rng)
    return np.concatenate([of(rng, draws, tuple(part[i : i + 1] for part in fits)) for i in range(WORKLOADS)])


def spent(work, runs):
    taken = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        taken.append(1e3 * (time.perf_counter() - start))
    return float(np.median(taken))


if __name__ == "__main__":
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    rng = np.random.Generator(np.random.SFC64(1))
    fits = fitted(rng)
    known = paths(rng, shared(rng), *fits)
    ways = [spent(lambda: way(rng, fits), runs) for way in (at_once, one_by_one)]
    parts = [known[i : i + 1] for i in range(WORKLOADS)]
    alone = [
        spent(lambda: dates(known, fits[0], fits[0] * F(1.2)), runs),
        spent(lambda: [dates(p, fits[0][i : i + 1], fits[0][i : i + 1] * F(1.2)) for i, p in enumerate(parts)], runs),
    ]
    print(f"workloads {min(ways):.3f}\ndates {min(alone):.3f}")
