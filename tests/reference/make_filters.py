"""Writes filters.json: what SciPy's medfilt, butter, lfilter and filtfilt give. pip install scipy; python make_filters.py"""

import json
from pathlib import Path

import numpy as np
import scipy
from scipy.signal import butter, filtfilt, medfilt, sosfilt, sosfilt_zi

rate = 50
n = np.arange(100)
signal = np.sin(1.3 * n) + 0.5 * np.cos(0.4 * n) + 1 + 0.3 * np.sign(np.sin(0.11 * n))

designs = []
for order, cutoff in [(3, 20), (10, 20), (3, 0.3), (2, 0.1), (1, 5), (4, 10)]:
    b, a = butter(order, cutoff, fs=rate)
    # Second-order sections: a long polynomial would lose digits, and the test compares both ways.
    sections = butter(order, cutoff, fs=rate, output="sos")
    steady, _ = sosfilt(sections, signal, zi=sosfilt_zi(sections) * signal[0])
    designs.append({
        "order": order,
        "cutoff": cutoff,
        "b": b.tolist(),
        "a": a.tolist(),
        "steady": steady.tolist(),
        "rest": sosfilt(sections, signal).tolist(),
        "zeroPhase": filtfilt(b, a, signal).tolist(),
    })

Path(__file__).with_name("filters.json").write_text(json.dumps({
    "source": f"SciPy {scipy.__version__}, tests/reference/make_filters.py",
    "rate": rate,
    "signal": signal.tolist(),
    "median": medfilt(signal, 3).tolist(),
    "designs": designs,
}) + "\n")
