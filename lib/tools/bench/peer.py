"""Measures another framework for `deno task bench --peers`, in a process of its own.

Usage: peer.py NAME, with NAME one of keras, keras_bfloat16, onnxruntime, openvino, openvino_bfloat16, or of
pytorch, pytorch_channels_last, pytorch_compile, pytorch_compile_graphs, with _tf32 or _bfloat16 behind it or without.
PyTorch computes on the device that HAR_PEER_DEVICE names, cpu or cuda; on cuda its clock stops when the GPU is done, and
its windows are there before it starts.

Reads a JSON object a line from standard input and answers each with one on standard output:
{"task": "train_step" | "infer", "batch": 128, "repeats": 3}, answered by {"milliseconds": [...]}, or {"task": "train_memory", "windows": 10299, "batch": 128}, answered by {"bytes": ...}.
The first line that it writes is {"version": "..."}, or {"missing": "..."}, which says why it cannot take part here.

The networks are the article's, written as anyone would write them: four branches, a convolution each. With "groups" and
"widths" in a request it is notebooks/networks/resnext.ts; Keras has no gradient of a convolution in groups on a CPU.
"""

import json
import os
import resource
import shutil
import sys
import tempfile
import time

CHANNELS = [1, 64, 128, 256, 512]
CARDINALITY = 4
MEMORY_STEPS = 8


class Missing(Exception):
    """Says why a contestant cannot take part on this machine."""


PYTORCH_FORMS = {
    "pytorch": {},
    "pytorch_channels_last": {"channels_last": True},
    "pytorch_compile": {"mode": "default"},
    "pytorch_compile_graphs": {"mode": "max-autotune"},
}
PRECISIONS = {"": {}, "_tf32": {"tf32": True}, "_bfloat16": {"bfloat16": True}}

CONTESTANTS = {
    **{
        f"{form}{suffix}": lambda form=form, suffix=suffix: pytorch(**PYTORCH_FORMS[form], **PRECISIONS[suffix])
        for form in PYTORCH_FORMS
        for suffix in PRECISIONS
    },
    "keras": lambda: keras(),
    "keras_bfloat16": lambda: keras(bfloat16=True),
    "onnxruntime": lambda: onnxruntime(),
    "openvino": lambda: openvino(),
    "openvino_bfloat16": lambda: openvino(bfloat16=True),
}


def measure(call, repeats):
    milliseconds = []
    for _ in range(repeats):
        started = time.perf_counter()
        call()
        milliseconds.append(1000 * (time.perf_counter() - started))
    return milliseconds


def pytorch_network(groups=None, widths=()):
    import torch
    from torch import nn

    def strided(channels, out):
        return nn.Conv2d(channels, out, (3, 1), (2, 1), (1, 0))

    def normalized(channels, out, **options):
        return nn.Sequential(nn.Conv2d(channels, out, bias=False, **options), nn.BatchNorm2d(out))

    class Block(nn.Module):
        def __init__(self, channels, out):
            super().__init__()
            width = out if channels == 1 else channels // CARDINALITY
            self.branches = nn.ModuleList(
                nn.Sequential(
                    strided(channels, width),
                    nn.BatchNorm2d(width),
                    nn.ReLU(),
                    nn.Conv2d(width, out, 1),
                    nn.BatchNorm2d(out),
                )
                for _ in range(CARDINALITY)
            )
            self.shortcut = nn.Sequential(strided(channels, out), nn.BatchNorm2d(out))

        def forward(self, x):
            return torch.relu(torch.relu(sum(branch(x) for branch in self.branches)) + self.shortcut(x))

    class GroupedBlock(nn.Module):
        def __init__(self, channels, out, width):
            super().__init__()
            over_time = {"kernel_size": (3, 1), "stride": (2, 1), "padding": (1, 0), "groups": groups}
            self.path = nn.Sequential(
                normalized(channels, width, kernel_size=1),
                nn.ReLU(),
                normalized(width, width, **over_time),
                nn.ReLU(),
                normalized(width, out, kernel_size=1),
            )
            self.shortcut = normalized(channels, out, kernel_size=1, stride=(2, 1))

        def forward(self, x):
            return torch.relu(self.path(x) + self.shortcut(x))

    class Network(nn.Module):
        def __init__(self):
            super().__init__()
            pairs = list(zip(CHANNELS, CHANNELS[1:]))
            blocks = (GroupedBlock(*pair, width) for pair, width in zip(pairs, widths)) if groups else (Block(*pair) for pair in pairs)
            self.blocks = nn.Sequential(*blocks)
            self.logits = nn.Linear(512 * 9, 6)

        def forward(self, x):
            return self.logits(self.blocks(x).mean(2).flatten(1))

    torch.manual_seed(1)
    network = Network()
    assert abs(sum(p.numel() for p in network.parameters()) - 1_007_686) < (0.01 * 1_007_686 if groups else 1)
    return network


def once(make):
    """Makes what belongs to a request's other fields once, and then returns it again."""
    made = {}

    def get(*arguments, **fields):
        key = json.dumps([arguments, fields])
        if key not in made:
            made[key] = make(*arguments, **fields)
        return made[key]

    return get


def pytorch(channels_last=False, mode=None, tf32=False, bfloat16=False):
    import torch
    from torch import nn

    device = os.environ.get("HAR_PEER_DEVICE", "cpu")
    if device == "cuda" and not torch.cuda.is_available():
        raise Missing(f"this PyTorch, {torch.__version__}, has no GPU by CUDA")
    if mode and not any(shutil.which(name) for name in (os.environ.get("CXX", "g++"), "clang++", "g++")):
        raise Missing("torch.compile needs a C++ compiler, and none was found")
    torch.backends.cuda.matmul.allow_tf32 = torch.backends.cudnn.allow_tf32 = tf32
    torch.backends.cudnn.benchmark = True
    layout = torch.channels_last if channels_last else torch.contiguous_format

    @once
    def made(**form):
        network = pytorch_network(**form).to(device, memory_format=layout)
        optimizer = torch.optim.Adam(network.parameters(), lr=0.0005)
        return network, optimizer, torch.compile(network, mode=mode) if mode else network

    def precision():
        return torch.autocast(device, torch.bfloat16, enabled=bfloat16)

    @once
    def examples(size):
        windows = torch.randn(size, 1, 128, 9).to(device, memory_format=layout)
        return windows, (torch.arange(size) % 6).to(device)

    def step(x, labels, **form):
        network, optimizer, forward = made(**form)
        network.train()
        optimizer.zero_grad()
        with precision():
            loss = nn.functional.cross_entropy(forward(x), labels)
        loss.backward()
        optimizer.step()
        if device == "cuda":
            torch.cuda.synchronize()

    def infer(batch, **form):
        network, _, forward = made(**form)
        network.eval()
        with torch.no_grad(), precision():
            forward(examples(batch)[0]).float().cpu().numpy()

    def train_memory(windows, batch, **form):
        x, labels = examples(windows)
        for start in range(0, MEMORY_STEPS * batch, batch):
            step(x[start : start + batch], labels[start : start + batch], **form)

    tasks = {"train_step": lambda batch, **form: step(*examples(batch), **form), "infer": infer, "train_memory": train_memory}
    return torch.__version__, tasks


def onnx_file(batch, **form):
    """Writes a network for prediction as ONNX, and returns the file's path."""
    import warnings

    import torch

    warnings.filterwarnings("ignore")
    path = os.path.join(tempfile.mkdtemp(), "network.onnx")
    torch.onnx.export(
        pytorch_network(**form).eval(), (torch.randn(batch, 1, 128, 9),), path, input_names=["x"], dynamo=False
    )
    return path


def onnxruntime():
    import numpy
    import onnxruntime

    @once
    def session(batch, **form):
        session = onnxruntime.InferenceSession(onnx_file(batch, **form), providers=["CPUExecutionProvider"])
        return session, numpy.random.randn(batch, 1, 128, 9).astype("float32")

    def infer(batch, **form):
        network, x = session(batch, **form)
        network.run(None, {"x": x})

    return onnxruntime.__version__, {"infer": infer}


def openvino(bfloat16=False):
    import numpy
    import openvino

    @once
    def request(batch, **form):
        hint = {"INFERENCE_PRECISION_HINT": "bf16" if bfloat16 else "f32"}
        request = openvino.Core().compile_model(onnx_file(batch, **form), "CPU", hint).create_infer_request()
        return request, numpy.random.randn(batch, 1, 128, 9).astype("float32")

    def infer(batch, **form):
        network, x = request(batch, **form)
        network.infer([x])

    return openvino.__version__, {"infer": infer}


def keras(bfloat16=False):
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    os.environ.setdefault("KERAS_BACKEND", "tensorflow")
    import keras
    import tensorflow as tf
    from keras import layers

    if bfloat16:
        keras.mixed_precision.set_global_policy("mixed_bfloat16")

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

    def article(x):
        for out in CHANNELS[1:]:
            x = block(x, out)
        return layers.Flatten()(keras.ops.mean(x, axis=1))

    def convolutions(x):
        for out in 64, 128, 256, 256:
            x = layers.Conv2D(out, (3, 1), strides=(2, 1), padding="same")(x)
            x = layers.ReLU()(layers.BatchNormalization()(x))
        return layers.GlobalAveragePooling2D()(x)

    def conv_lstm(x):
        for _ in range(2):
            x = layers.Conv2D(64, (5, 1), strides=(2, 1), activation="relu")(x)
        return layers.LSTM(128)(layers.Reshape((29, 9 * 64))(x))

    def build(body):
        keras.utils.set_random_seed(1)
        windows = keras.Input((128, 9, 1))
        return keras.Model(windows, layers.Dense(6, dtype="float32")(body(windows)))

    network = build(article)
    assert sum(w.shape.num_elements() for w in network.trainable_variables) == 1_007_686

    def step_of(network):
        optimizer = keras.optimizers.Adam(0.0005, epsilon=1e-8)
        loss_function = keras.losses.SparseCategoricalCrossentropy(from_logits=True)

        @tf.function
        def step(x, labels):
            with tf.GradientTape() as tape:
                loss = loss_function(labels, network(x, training=True))
            gradients = tape.gradient(loss, network.trainable_variables)
            optimizer.apply_gradients(zip(gradients, network.trainable_variables))
            return loss

        return step

    steps = {"article": step_of(network)}
    others = {"convolutions": convolutions, "conv_lstm": conv_lstm}

    @tf.function
    def forward(x):
        return network(x, training=False)

    inputs = {}

    def batch_of(size):
        if size not in inputs:
            inputs[size] = tf.random.normal((size, 128, 9, 1)), tf.range(size) % 6
        return inputs[size]

    def train_step(batch, network="article"):
        if network not in steps:
            steps[network] = step_of(build(others[network]))
        steps[network](*batch_of(batch)).numpy()

    def infer(batch):
        forward(batch_of(batch)[0]).numpy()

    return f"{keras.__version__} on TensorFlow {tf.__version__}", {"train_step": train_step, "infer": infer}


def peak_bytes():
    """Returns the most memory that this process had; Linux' maxrss would count what the parent had when it forked."""
    if sys.platform != "linux":
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with open("/proc/self/status", encoding="utf8") as status:
        line = next(line for line in status if line.startswith("VmHWM:"))
    return 1024 * int(line.split()[1])


def main():
    try:
        version, tasks = CONTESTANTS[sys.argv[1]]()
    except (Missing, ModuleNotFoundError) as missing:
        print(json.dumps({"missing": str(missing)}), flush=True)
        return
    print(json.dumps({"version": version}), flush=True)
    for line in sys.stdin:
        request = json.loads(line)
        name, repeats = request.pop("task"), request.pop("repeats", 1)
        milliseconds = measure(lambda: tasks[name](**request), repeats)
        answer = {"bytes": peak_bytes()} if name == "train_memory" else {"milliseconds": milliseconds}
        print(json.dumps(answer), flush=True)


main()
