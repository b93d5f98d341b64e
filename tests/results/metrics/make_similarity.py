"""Writes similarity.json: similarities of made features by NumPy, in float64. Run: python make_similarity.py"""

import json
from pathlib import Path

import numpy as np

ROWS = 40


def features(width: int, pace: float) -> np.ndarray:
    """Features [example, feature] that the test makes by the same formula."""
    rows, columns = np.meshgrid(np.arange(ROWS), np.arange(width), indexing="ij")
    return np.sin(pace * (rows + 1) * (columns + 1)) + 0.1 * columns


def alignment(x: np.ndarray, y: np.ndarray) -> float:
    """Linear centred kernel alignment by the kernels themselves, Kornblith et al. 2019, equations 2 to 4."""
    centre = np.eye(ROWS) - np.ones((ROWS, ROWS)) / ROWS
    hsic = lambda k, l: np.trace(k @ centre @ l @ centre) / (ROWS - 1) ** 2
    k, l = x @ x.T, y @ y.T
    return hsic(k, l) / np.sqrt(hsic(k, k) * hsic(l, l))


def correlation(x: np.ndarray, y: np.ndarray) -> float:
    """Mean absolute correlation of each feature of one set with each of the other."""
    width = x.shape[1]
    return np.abs(np.corrcoef(x.T, y.T)[:width, width:]).mean()


cases = []
for (a, pace_a), (b, pace_b) in [((3, 0.7), (5, 0.3)), ((4, 0.11), (4, 0.12)), ((2, 1.9), (7, 0.05))]:
    x, y = features(a, pace_a), features(b, pace_b)
    cases.append({
        "x": [a, pace_a],
        "y": [b, pace_b],
        "alignment": alignment(x, y),
        "correlation": correlation(x, y),
    })
text = json.dumps({"numpy": np.__version__, "rows": ROWS, "cases": cases}, indent=2)
Path(__file__).with_name("similarity.json").write_text(text + "\n")
