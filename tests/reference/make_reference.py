"""Makes article_network.json: values of the article's network from PyTorch in float64, for `deno task check-reference`.

Usage: make_reference.py PHASE > article_network.json      (needs PyTorch; made with 2.13.0 and phase 11)
       make_reference.py PHASE GROUPS WIDTHS > resnext_4.json   (made with 2.14.1: `7 4 64,128,256,528`, `5 32 96,192,384,704`)

With GROUPS it is notebooks/networks/resnext.ts, whose blocks have a convolution in groups in their middle.

At some phases a unit lies so near to zero that rounding decides whether its ReLU lets it through, and one such unit changes
the norm of a gradient by percents. At phase 11 none does; article_network_at_*.json are of phases at which rounding matters.

The weights are a formula, so that the file stays small: parameter p has the values
offset + scale * sin(0.7 i + 1.3 p + phase), i the flat index, and the input likewise, with p the number of parameters.
"""

import json
import sys

import torch
from torch import nn

CHANNELS = [1, 64, 128, 256, 512]
LABELS = [0, 2, 3, 5]
GROUPS = int(sys.argv[2]) if len(sys.argv) > 2 else None
WIDTHS = [int(width) for width in sys.argv[3].split(",")] if GROUPS else []


class Block(nn.Module):
    def __init__(self, inputs, outputs, cardinality=4):
        super().__init__()
        width = outputs if inputs == 1 else inputs // cardinality

        def strided(out):
            return nn.Conv2d(inputs, out, (3, 1), (2, 1), (1, 0))

        def branch():
            return nn.Sequential(
                strided(width),
                nn.BatchNorm2d(width),
                nn.ReLU(),
                nn.Conv2d(width, outputs, 1),
                nn.BatchNorm2d(outputs),
            )

        self.branches = nn.ModuleList(branch() for _ in range(cardinality))
        self.shortcut = nn.Sequential(strided(outputs), nn.BatchNorm2d(outputs))

    def forward(self, x):
        return torch.relu(torch.relu(sum(branch(x) for branch in self.branches)) + self.shortcut(x))


class GroupedBlock(nn.Module):
    """Form (c) of Xie et al. 2017, figure 3."""

    def __init__(self, inputs, outputs, width, groups):
        super().__init__()

        def normalized(*arguments, **options):
            convolution = nn.Conv2d(*arguments, bias=False, **options)
            return nn.Sequential(convolution, nn.BatchNorm2d(convolution.out_channels))

        self.reduce = normalized(inputs, width, 1)
        self.grouped = normalized(width, width, (3, 1), stride=(2, 1), padding=(1, 0), groups=groups)
        self.expand = normalized(width, outputs, 1)
        self.shortcut = normalized(inputs, outputs, 1, stride=(2, 1))

    def forward(self, x):
        middle = torch.relu(self.grouped(torch.relu(self.reduce(x))))
        return torch.relu(self.expand(middle) + self.shortcut(x))


class Network(nn.Module):
    def __init__(self):
        super().__init__()
        pairs = list(zip(CHANNELS, CHANNELS[1:]))
        if GROUPS is None:
            self.blocks = nn.ModuleList(Block(*pair) for pair in pairs)
        else:
            self.blocks = nn.ModuleList(GroupedBlock(*pair, width, GROUPS) for pair, width in zip(pairs, WIDTHS))
        self.fc = nn.Linear(CHANNELS[-1] * 9, 6)

    def forward(self, x):
        for block in self.blocks:
            x = block(x)
        return self.fc(x.mean(2).flatten(1))


def scale_and_offset(name, shape):
    """Returns the scale and offset of a parameter: kernels by fan-in, scales around 1, biases small."""
    if len(shape) > 1:
        fan_in = shape[1] * shape[2] * shape[3] if len(shape) == 4 else shape[1]
        return (2 / fan_in) ** 0.5, 0.0
    is_scale = name.endswith("weight")
    return (0.2, 1.0) if is_scale else (0.1, 0.0)


def values(size, position, phase, scale, offset):
    i = torch.arange(size, dtype=torch.float64)
    return offset + scale * torch.sin(0.7 * i + 1.3 * position + phase)


def build(phase):
    network = Network().double()
    parameters = []
    for position, (name, tensor) in enumerate(network.named_parameters()):
        scale, offset = scale_and_offset(name, tensor.shape)
        tensor.data = values(tensor.numel(), position, phase, scale, offset).reshape(tensor.shape)
        parameters.append({"name": name, "shape": list(tensor.shape), "scale": scale, "offset": offset})
    count = len(LABELS) * 128 * 9
    windows = values(count, len(parameters), phase, 1, 0).reshape(len(LABELS), 1, 128, 9)
    return network, parameters, windows


def main():
    phase = float(sys.argv[1])
    labels = torch.tensor(LABELS)
    network, parameters, windows = build(phase)
    logits = network(windows)
    loss = nn.functional.cross_entropy(logits, labels)
    loss.backward()
    state = network.state_dict()

    def norms(ending):
        return {name: tensor.norm().item() for name, tensor in state.items() if name.endswith(ending)}

    network.eval()
    result = {
        "phase": phase,
        "labels": LABELS,
        **({} if GROUPS is None else {"groups": GROUPS}),
        "parameters": parameters,
        "parameter_count": sum(tensor.numel() for tensor in network.parameters()),
        "train_mode": {
            "logits": logits.tolist(),
            "loss": loss.item(),
            "gradient_l2": {name: tensor.grad.norm().item() for name, tensor in network.named_parameters()},
            "running_mean_l2": norms("running_mean"),
            "running_var_l2": norms("running_var"),
        },
        "eval_mode_after_one_forward": {"logits": network(windows).tolist()},
        "adam_lr_0.0005": {"loss_before_each_step": []},
    }
    network, _, windows = build(phase)
    optimizer = torch.optim.Adam(network.parameters(), lr=0.0005)
    for _ in range(4):
        optimizer.zero_grad()
        loss = nn.functional.cross_entropy(network(windows), labels)
        result["adam_lr_0.0005"]["loss_before_each_step"].append(loss.item())
        loss.backward()
        optimizer.step()
    json.dump(result, sys.stdout)
    print()


if __name__ == "__main__":
    main()
