"""Prints the values of hidden_markov_model_test.ts by hmmlearn: pip install hmmlearn, then run this file."""

import json

import numpy as np
from hmmlearn.hmm import CategoricalHMM

start = [0.5, 0.3, 0.2]
transition = [[0.9, 0.07, 0.03], [0.1, 0.85, 0.05], [0.02, 0.18, 0.8]]
likelihood = [[0.6, 0.2, 0.15, 0.05], [0.1, 0.5, 0.2, 0.2], [0.05, 0.1, 0.25, 0.6]]
seen = [0, 0, 1, 3, 2, 3, 1, 1, 0, 2, 3, 3, 0, 1]

model = CategoricalHMM(n_components=3, n_features=4)
model.startprob_, model.transmat_, model.emissionprob_ = map(np.array, (start, transition, likelihood))
column = lambda values: np.array(values).reshape(-1, 1)
smoothed = model.predict_proba(column(seen))
live = [model.predict_proba(column(seen[: i + 1]))[-1] for i in range(len(seen))]
delayed = [model.predict_proba(column(seen[: i + 3]))[i] for i in range(len(seen))]
path = model.decode(column(seen), algorithm="viterbi")[1]
rows = lambda values: [[float(f"{v:.12f}") for v in row] for row in values]
print(json.dumps({"smoothed": rows(smoothed), "live": rows(live), "delayed": rows(delayed), "path": path.tolist()}))
