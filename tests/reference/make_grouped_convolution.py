"""Makes grouped_convolution.json: outputs and gradients of PyTorch's grouped convolution in float64.

Usage: make_grouped_convolution.py > grouped_convolution.json      (needs PyTorch; made with 2.13.0)

All values are sin(0.7 i + 1.3 p), i the flat index: p = 0 for the input [batch, in, height, width], 1 for the kernel
[out, in / groups, height, width], 2 for the bias and 3 for the gradient that comes from above.
"""

import json
import sys

import torch

CASES = [
    ("two groups, 3 x 2 kernel, stride (2,1)", (2, 4, 5, 3), (6, 2, 3, 2), 2, (2, 1), (1, 0)),
    ("four groups of one input channel", (1, 4, 4, 4), (8, 1, 3, 3), 4, (1, 1), (1, 1)),
    ("one group", (1, 3, 4, 2), (2, 3, 3, 1), 1, (1, 1), (1, 0)),
]


def values(shape, position):
    size = torch.Size(shape).numel()
    return torch.sin(0.7 * torch.arange(size, dtype=torch.float64) + 1.3 * position).reshape(shape)


def numbers(tensor):
    return [round(value, 10) for value in tensor.flatten().tolist()]


def case(name, shape, kernel_shape, groups, strides, padding):
    x = values(shape, 0).requires_grad_()
    kernel = values(kernel_shape, 1).requires_grad_()
    bias = values(kernel_shape[:1], 2)
    y = torch.nn.functional.conv2d(x, kernel, bias, strides, padding, groups=groups)
    y.backward(values(y.shape, 3))
    return {
        "name": name,
        "input": shape,
        "kernel": kernel_shape,
        "groups": groups,
        "strides": strides,
        "padding": padding,
        "outputShape": list(y.shape),
        "output": numbers(y),
        "kernelGradient": numbers(kernel.grad),
        "inputGradient": numbers(x.grad),
    }


json.dump([case(*arguments) for arguments in CASES], sys.stdout)
print()
