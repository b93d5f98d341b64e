"""Measures another framework for `deno task bench --peers`, in a process of its own.

Usage: peer.py pytorch|keras|pandas

Reads a JSON object a line from standard input and answers each with one on standard output:
{"task": "train_step" | "infer", "batch": 128, "repeats": 3} or {"task": "load_text", "folder": "...", "repeats": 1},
answered by {"milliseconds": [...]}. The first line that it writes is {"version": "..."}.

The networks are the article's, written as anyone would write them: four branches, a convolution each.
"""

import glob
import json
import os
import sys
import time

CHANNELS = [1, 64, 128, 256, 512]
CARDINALITY = 4


def measure(call, repeats):
    milliseconds = []
    for _ in range(repeats):
        started = time.perf_counter()
        call()
        milliseconds.append(1000 * (time.perf_counter() - started))
    return milliseconds


def pytorch():
    import torch
    from torch import nn

    class Block(nn.Module):
        def __init__(self, channels, out):
            super().__init__()
            width = out if channels == 1 else channels // CARDINALITY
            self.branches = nn.ModuleList(
                nn.Sequential(
                    nn.Conv2d(channels, width, (3, 1), (2, 1), (1, 0)),
                    nn.BatchNorm2d(width),
                    nn.ReLU(),
                    nn.Conv2d(width, out, 1),
                    nn.BatchNorm2d(out),
                )
                for _ in range(CARDINALITY)
            )
            self.shortcut = nn.Sequential(nn.Conv2d(channels, out, (3, 1), (2, 1), (1, 0)), nn.BatchNorm2d(out))

        def forward(self, x):
            return torch.relu(torch.relu(sum(branch(x) for branch in self.branches)) + self.shortcut(x))

    class Network(nn.Module):
        def __init__(self):
            super().__init__()
            self.blocks = nn.Sequential(*(Block(i, o) for i, o in zip(CHANNELS, CHANNELS[1:])))
            self.logits = nn.Linear(512 * 9, 6)

        def forward(self, x):
            return self.logits(self.blocks(x).mean(2).flatten(1))

    torch.manual_seed(1)
    network = Network()
    assert sum(p.numel() for p in network.parameters()) == 1_007_686
    optimizer = torch.optim.Adam(network.parameters(), lr=0.0005)
    inputs = {}

    def batch_of(size):
        if size not in inputs:
            inputs[size] = torch.randn(size, 1, 128, 9), torch.arange(size) % 6
        return inputs[size]

    def train_step(batch):
        x, labels = batch_of(batch)
        network.train()
        optimizer.zero_grad()
        nn.functional.cross_entropy(network(x), labels).backward()
        optimizer.step()

    def infer(batch):
        network.eval()
        with torch.no_grad():
            network(batch_of(batch)[0]).numpy()

    return torch.__version__, {"train_step": train_step, "infer": infer}


def keras():
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    os.environ.setdefault("KERAS_BACKEND", "tensorflow")
    import keras
    import tensorflow as tf
    from keras import layers

    def normalization():
        return layers.BatchNormalization(epsilon=1e-5, momentum=0.9)

    def block(x, out):
        channels = x.shape[-1]
        width = out if channels == 1 else channels // CARDINALITY
        padded = layers.ZeroPadding2D(((1, 1), (0, 0)))(x)
        branches = []
        for _ in range(CARDINALITY):
            y = layers.Conv2D(width, (3, 1), (2, 1))(padded)
            y = layers.ReLU()(normalization()(y))
            branches.append(normalization()(layers.Conv2D(out, 1)(y)))
        shortcut = normalization()(layers.Conv2D(out, (3, 1), (2, 1))(padded))
        return layers.ReLU()(layers.Add()([layers.ReLU()(layers.Add()(branches)), shortcut]))

    keras.utils.set_random_seed(1)
    windows = keras.Input((128, 9, 1))
    x = windows
    for out in CHANNELS[1:]:
        x = block(x, out)
    x = layers.Flatten()(keras.ops.mean(x, axis=1))
    network = keras.Model(windows, layers.Dense(6)(x))
    assert sum(w.shape.num_elements() for w in network.trainable_variables) == 1_007_686
    optimizer = keras.optimizers.Adam(0.0005, epsilon=1e-8)
    loss_function = keras.losses.SparseCategoricalCrossentropy(from_logits=True)

    @tf.function
    def step(x, labels):
        with tf.GradientTape() as tape:
            loss = loss_function(labels, network(x, training=True))
        gradients = tape.gradient(loss, network.trainable_variables)
        optimizer.apply_gradients(zip(gradients, network.trainable_variables))
        return loss

    @tf.function
    def forward(x):
        return network(x, training=False)

    inputs = {}

    def batch_of(size):
        if size not in inputs:
            inputs[size] = tf.random.normal((size, 128, 9, 1)), tf.range(size) % 6
        return inputs[size]

    def train_step(batch):
        step(*batch_of(batch)).numpy()

    def infer(batch):
        forward(batch_of(batch)[0]).numpy()

    return f"{keras.__version__} on TensorFlow {tf.__version__}", {"train_step": train_step, "infer": infer}


def pandas():
    import pandas

    def load_text(folder):
        for path in sorted(glob.glob(f"{folder}/**/*.txt", recursive=True)):
            pandas.read_csv(path, sep=r"\s+", header=None)

    return pandas.__version__, {"load_text": load_text}


def main():
    version, tasks = {"pytorch": pytorch, "keras": keras, "pandas": pandas}[sys.argv[1]]()
    print(json.dumps({"version": version}), flush=True)
    for line in sys.stdin:
        request = json.loads(line)
        task, repeats = tasks[request.pop("task")], request.pop("repeats")
        print(json.dumps({"milliseconds": measure(lambda: task(**request), repeats)}), flush=True)


main()
