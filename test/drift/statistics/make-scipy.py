#!/usr/bin/python3
"""Writes scipy.json: answers of SciPy 1.10.1, NumPy and scikit-learn (of Debian 12) that the tests hold ours against.

    apt-get install python3-scipy python3-sklearn
    test/drift/statistics/make-scipy.py > test/drift/statistics/scipy.json
"""
import json
import math
import sys
import warnings

import numpy as np
from scipy import stats
from scipy.spatial import distance
from sklearn import metrics

rng = np.random.default_rng(7)


def kolmogorov():
    """kstwo.sf over each region of Simard and L'Ecuyer, and at their borders."""
    rows = []
    for n in [1, 2, 3, 10, 57, 139, 140, 141, 500, 3_000, 23_532, 50_000, 100_001, 400_000, 1_000_001, 5_000_000]:
        borders = [0.4, 0.5, 0.7, 1, 1.3, n - 1, n - 0.3]
        zs = [math.sqrt(z2) for z2 in (0.03, 0.0455, 0.1, 0.3, 0.754, 0.755, 1.5, 2.19, 2.21, 3.9, 4.1, 18, 100, 300)]
        for d in [t / n for t in borders] + [z / math.sqrt(n) for z in zs] + [0.5, 0.6]:
            if 0 < d < 1:
                rows.append([n, d, float(stats.kstwo.sf(d, n))])
    return rows


def two_samples():
    """ks_2samp, exact, of samples of n and m values whose statistic is gap / (n m)."""
    rows = []
    sizes = [(1, 1), (1, 2), (2, 3), (5, 7), (7, 7), (12, 30), (23, 900), (100, 100), (150, 90), (999, 1000), (1000, 1000), (300, 4000)]
    for n, m in sizes:
        g = math.gcd(n, m)
        top = n * m // g
        for share in [0, 1 / top, 0.02, 0.05, 0.1, 0.3, 0.6, 0.9, 1]:
            h = round(share * top)
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                ok, d, p = stats._stats_py._attempt_exact_2kssamp(n, m, g, h / top, "two-sided")
            if not ok:
                p = stats.kstwo.sf(d, np.round(n * m / (n + m)))
            rows.append([n, m, h * g, float(d), float(min(p, 1))])
    return rows


def psi(reference, current):
    """Over the deciles of the reference, by NumPy's histogram: its bins hold their lower edge, not their upper."""
    edges = [-np.inf, *np.unique(np.quantile(reference, [q / 10 for q in range(1, 10)])), np.inf]
    expected, actual = [np.maximum(np.histogram(v, edges)[0] / v.size, 1e-4) for v in (reference, current)]
    return float(((actual - expected) * np.log(actual / expected)).sum())


def numeric():
    draws = {
        "normal": lambda n, s: rng.normal(s, 1, n).round(4),
        "few integers": lambda n, s: rng.integers(0, 6, n) + round(s * 2),
        "mostly zero": lambda n, s: np.where(rng.random(n) < 0.7 - s, 0, rng.gamma(2, 2, n)).round(3),
        "around minus a billion": lambda n, s: rng.normal(-1e9, 1e6 * (1 + s), n).round(1),
        "heavy tails": lambda n, s: (rng.standard_cauchy(n) + s).round(3),
        "over many magnitudes": lambda n, s: np.exp(rng.normal(s, 20, n)).round(12),
        "constant": lambda n, s: np.full(n, 3.25),
    }
    cases = []
    for name, draw in draws.items():
        for n, m, shift in [(1, 1, 0), (4, 9, 0.5), (60, 60, 0), (60, 60, 0.6), (90, 35, 0.3)]:
            ref, cur = np.asarray(draw(n, 0), float), np.asarray(draw(m, shift), float)
            ks = stats.ks_2samp(ref, cur)
            std = float(ref.std(ddof=1)) if n > 1 else None
            cases.append({
                "name": f"{name}, {n} and {m}", "reference": ref.tolist(), "current": cur.tolist(),
                "ks": [float(ks.statistic), float(ks.pvalue)], "psi": psi(ref, cur),
                "wasserstein": float(stats.wasserstein_distance(ref, cur)),
                "mean": float(ref.mean()), "std": std,
                "quantiles": [[q, float(np.quantile(ref, q))] for q in (0, 0.01, 0.1, 0.25, 1 / 3, 0.5, 0.7, 0.99, 1)],
            })
    return cases


def chi_square():
    tables = [
        ({"a": 7, "b": 12}, {"a": 9, "b": 4}), ({"a": 10, "b": 10}, {"a": 10, "b": 10}), ({"a": 10, "b": 11}, {"a": 10, "b": 10}),
        ({"a": 5, "b": 1}, {"a": 1, "c": 8}), ({"a": 100}, {"b": 90}), ({"a": 100}, {"a": 90}), ({"x": 9_990, "y": 7, "z": 3}, {"x": 4_970, "y": 20, "z": 10}),
        ({"a": 10**9, "b": 10**9}, {"a": 10**9, "b": 10**9 - 10**5}),
        ({str(k): k + 1 for k in range(300)}, {str(k): 300 - k for k in range(40, 320) if k < 300}),
    ]
    rows = []
    for ref, cur in tables:
        names = sorted(set(ref) | set(cur))
        s, p, dof, _ = stats.chi2_contingency([[ref.get(c, 0) for c in names], [cur.get(c, 0) for c in names]])
        rows.append({"reference": ref, "current": cur, "expected": [float(s), float(p), int(dof)]})
    return rows


def chi_square_tail():
    rows = []
    for dof in [1, 2, 3, 4, 5, 8, 31, 32, 33, 100, 999, 9_999]:
        for factor in [1e-6, 0.01, 0.3, 0.9, 1, 1.1, 1.5, 3, 10, 100, 600]:
            rows.append([dof, dof * factor, float(stats.chi2.sf(dof * factor, dof))])
    return rows


def jensen_shannon():
    rows = []
    for p, q in [([1, 0, 0], [0, 1, 0]), ([3, 4, 5], [3, 5, 4]), ([0, 2, 2, 0], [1, 1, 1, 0]), ([7], [9]), (rng.integers(0, 50, 20), rng.integers(0, 90, 20))]:
        p, q = [int(x) for x in p], [int(x) for x in q]
        rows.append([p, q, float(distance.jensenshannon(p, q))])
    return rows


def classify():
    cases = []
    for n, rate, digits, threshold in [(200, 0.5, 3, 0.5), (200, 0.1, 1, 0.5), (150, 0.4, 2, 0.7), (30, 0, 2, 0.5), (30, 1, 2, 0.5), (4, 0.5, 1, 2)]:
        y = (rng.random(n) < rate).astype(int)
        p = (1 / (1 + np.exp(-(rng.normal(0, 1, n) + 1.5 * (y - 0.5))))).round(digits)
        said = (p >= threshold).astype(int)
        score = lambda f: float(f(y, said, zero_division=0))
        auc = float(metrics.roc_auc_score(y, p)) if len(set(y.tolist())) == 2 else None
        cases.append({"actual": y.tolist(), "probability": p.tolist(), "threshold": threshold,
                      "expected": [score(metrics.precision_score), score(metrics.recall_score), score(metrics.f1_score), auc]})
    return cases


answers = {
    "kolmogorov": kolmogorov(), "twoSamples": two_samples(), "numeric": numeric(), "chiSquare": chi_square(),
    "chiSquareTail": chi_square_tail(), "jensenShannon": jensen_shannon(), "classify": classify(),
}
json.dump(answers, sys.stdout, separators=(",", ":"), allow_nan=False)
print()
