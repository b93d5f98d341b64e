"""Makes training_options.json with PyTorch: what losses, AdamW and one-cycle learning rates must give.

Usage: python make_training_options.py > training_options.json
"""

import json

import torch
from torch import nn

torch.set_default_dtype(torch.float64)
logits = torch.sin(torch.arange(12) * 1.7).reshape(4, 3) * 2
labels = torch.tensor([0, 2, 1, 2])
weights = torch.tensor([0.5, 2.0, 1.25])


def loss(**options):
    x = logits.clone().requires_grad_()
    value = nn.functional.cross_entropy(x, labels, **options)
    value.backward()
    return {"loss": value.item(), "gradient": x.grad.tolist()}


def adamw():
    weight = nn.Parameter(torch.tensor([[1.0, -2.0], [0.5, 3.0]]))
    optimizer = torch.optim.AdamW([weight], lr=0.1, weight_decay=0.05, eps=1e-8)
    values = []
    for step in range(3):
        optimizer.zero_grad()
        (weight.pow(2) * torch.tensor([[1.0, 2.0], [3.0, 4.0]])).mean().backward()
        optimizer.step()
        values.append(weight.detach().tolist())
    return values


def one_cycle(steps):
    optimizer = torch.optim.SGD([nn.Parameter(torch.zeros(1))], lr=1)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, max_lr=0.002, total_steps=steps)
    rates = []
    for _ in range(steps):
        rates.append(schedule.get_last_lr()[0])
        optimizer.step()
        schedule.step() if len(rates) < steps else None
    return rates


print(
    json.dumps(
        {
            "logits": logits.tolist(),
            "labels": labels.tolist(),
            "class_weights": weights.tolist(),
            "plain": loss(),
            "label_smoothing_0.1": loss(label_smoothing=0.1),
            "weighted": loss(weight=weights),
            "adamw_lr_0.1_decay_0.05": adamw(),
            "one_cycle_0.002_10_steps": one_cycle(10),
            "one_cycle_0.002_37_steps": one_cycle(37),
        },
        indent=1,
    )
)
