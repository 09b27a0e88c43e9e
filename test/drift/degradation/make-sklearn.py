"""Writes sklearn.json: predictions with ties and missing labels, and scikit-learn's answers over windows.

Needs python3-sklearn (1.2.1 made the file): python3 make-sklearn.py > sklearn.json
"""

import json
import sys

import numpy as np
from sklearn.metrics import f1_score, precision_score, recall_score, roc_auc_score

END = 120
rng = np.random.default_rng(20261121)
day = np.sort(rng.integers(0, END, 2400))
# A model that gets worse: what is true depends less and less on what it said.
hundredths = rng.integers(0, 101, day.size)
trust = 0.95 - 0.4 * day / END
chance = trust * (hundredths >= 50) + (1 - trust) * (hundredths < 50)
actual = np.where(rng.random(day.size) < 0.8, (rng.random(day.size) < chance).astype(int), -1)


def figures(rows, threshold):
    labelled = rows & (actual != -1)
    truth, p = actual[labelled], hundredths[labelled] / 100
    said = (p >= threshold).astype(int)
    return {
        "predictions": int(rows.sum()),
        "labelled": int(labelled.sum()),
        "f1": f1_score(truth, said),
        "precision": precision_score(truth, said),
        "recall": recall_score(truth, said),
        "rocAuc": roc_auc_score(truth, p),
        "ctr": float(truth.mean()),
    }


windows = []
for threshold in (0.5, 0.65):
    for days in (7, 30, 90):
        rows = (day >= END - days) & (day < END)
        p = hundredths[rows] / 100
        won = np.maximum(p, 1 - p)
        windows.append({
            "threshold": threshold,
            "days": days,
            **figures(rows, threshold),
            "column": [100 * p.mean(), float((p < 0.6).mean())],
            "winning": [100 * won.mean(), float((won < 0.6).mean())],
        })

trend = []
for last in (40, 77, 119):
    trend.append({"day": last, **figures((day > last - 7) & (day <= last), 0.5)})

json.dump({
    "end": END,
    "day": day.tolist(),
    "hundredths": hundredths.tolist(),
    "actual": actual.tolist(),
    "windows": windows,
    "trend": trend,
}, sys.stdout, separators=(",", ":"))
print()
