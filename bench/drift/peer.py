"""Answers `ks REFERENCE CURRENT` and `psi REFERENCE CURRENT`, files of doubles, a line each: the milliseconds and
the figures, as JSON. A file is read once, outside of the time. Started by bench/drift.ts."""
import json
import sys
import time
import warnings

import numpy as np
from scipy import stats

warnings.simplefilter("ignore")
files = {}


def psi(reference, current):
    edges = np.unique(np.quantile(reference, np.linspace(0.1, 0.9, 9)))
    counts = [np.bincount(np.searchsorted(edges, v, side="right"), minlength=edges.size + 1) for v in (reference, current)]
    expected, actual = [np.maximum(c / c.sum(), 1e-4) for c in counts]
    return [float(((actual - expected) * np.log(actual / expected)).sum())]


def ks(reference, current):
    result = stats.ks_2samp(reference, current)
    return [float(result.statistic), float(result.pvalue)]


def values(path):
    if path not in files:
        files[path] = np.fromfile(path)
    return files[path]


print("ready", flush=True)
for line in sys.stdin:
    name, *paths = line.split()
    samples = [values(path) for path in paths]
    begun = time.perf_counter()
    figures = {"ks": ks, "psi": psi}[name](*samples)
    taken = 1000 * (time.perf_counter() - begun)
    print(json.dumps({"ms": taken, "figures": figures}), flush=True)
