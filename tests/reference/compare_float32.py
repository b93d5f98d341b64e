"""Tells how far PyTorch's own float32 is from its float64 at some phases of the reference's formula.

Usage: compare_float32.py PHASE...      (needs PyTorch; made with 2.13.0)

Prints the largest error of a logit in training mode and the largest relative error of a gradient's norm for each phase:
what `deno task check-reference` prints of this project.
"""

import sys

import torch
from torch import nn

from make_reference import LABELS, build


def values(network, windows):
    logits = network(windows)
    nn.functional.cross_entropy(logits, torch.tensor(LABELS)).backward()
    return logits.double().detach(), {name: p.grad.norm().item() for name, p in network.named_parameters()}


def main():
    errors = []
    for phase in map(float, sys.argv[1:]):
        network, _, windows = build(phase)
        logits, gradients = values(network, windows)
        network, _, windows = build(phase)
        others, rounded = values(network.float(), windows.float())
        errors.append((logits - others).abs().max().item())
        gradient = max(abs(rounded[name] - norm) / norm for name, norm in gradients.items() if norm > 1e-6)
        print(f"phase {phase}: logits {errors[-1]:.1e}, gradient norms {gradient:.1e}")
    print(f"mean: logits {sum(errors) / len(errors):.2e}")


main()
