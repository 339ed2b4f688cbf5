#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes network.txt: what PyTorch makes of a small network, for test-network and test-trainer.

Each line is a name and its values. Pixels are (n, height, width, channels) bytes; NAME is a module's outputs
in evaluation; NAME.weight and NAME.bias are the initial parameters, with @gradient the derivative of the mean
loss over all images, with @1 and @2 after one and two steps of SGD with momentum on all images."""

import pathlib

import torch

DESCRIPTION = [("C1", "conv 3 5"), ("R1", "relu"), ("P1", "maxpool 2"), ("C2", "conv 4 3"), ("R2", "relu"),
               ("P2", "maxpool 2"), ("F3", "linear 7"), ("R3", "relu"), ("F4", "linear 4"),
               ("S4", "logsoftmax")]
N, HEIGHT, WIDTH, CHANNELS = 2, 14, 14, 2
MEAN, DEVIATION = 0.1307, 0.3081
RATE, MOMENTUM = 0.1, 0.9


def make_modules():
    return torch.nn.ModuleDict({
        "C1": torch.nn.Conv2d(CHANNELS, 3, 5), "R1": torch.nn.ReLU(), "P1": torch.nn.MaxPool2d(2),
        "C2": torch.nn.Conv2d(3, 4, 3), "R2": torch.nn.ReLU(), "P2": torch.nn.MaxPool2d(2),
        "F3": torch.nn.Linear(4, 7), "R3": torch.nn.ReLU(), "F4": torch.nn.Linear(7, 4),
        "S4": torch.nn.LogSoftmax(1)})


def run(modules, x):
    outputs = {}
    for name, module in modules.items():
        x = module(x.flatten(1) if isinstance(module, torch.nn.Linear) else x)
        outputs[name] = x
    return outputs


def main():
    torch.manual_seed(1)
    torch.set_default_dtype(torch.float64)
    pixels = torch.randint(0, 256, (N, HEIGHT, WIDTH, CHANNELS))
    labels = torch.tensor([2, 1])
    x = (pixels.permute(0, 3, 1, 2) / 255 - MEAN) / DEVIATION
    modules = make_modules()
    with torch.no_grad():  # what a float can hold, so that both start from the same
        for parameter in modules.parameters():
            parameter.copy_(parameter.float().double())

    lines = [("description", "".join(f"{name} {kind}; " for name, kind in DESCRIPTION).strip())]

    def add(name, values, form):
        lines.append((name, " ".join(format(value, form) for value in values.flatten().tolist())))

    add("shape", torch.tensor([N, HEIGHT, WIDTH, CHANNELS]), "d")
    add("pixels", pixels, "d")
    add("labels", labels, "d")
    add("rate", torch.tensor([RATE, MOMENTUM]), ".9g")
    for name, parameter in modules.named_parameters():
        add(name, parameter, ".9g")
    for name, output in run(modules, x).items():
        add(name, output, ".7g")

    optimizer = torch.optim.SGD(modules.parameters(), lr=RATE, momentum=MOMENTUM)
    for step in (1, 2):
        optimizer.zero_grad()
        loss = torch.nn.functional.nll_loss(run(modules, x)["S4"], labels)
        loss.backward()
        add(f"loss@{step}", loss, ".9g")
        if step == 1:
            for name, parameter in modules.named_parameters():
                add(name + "@gradient", parameter.grad, ".7g")
        optimizer.step()
        for name, parameter in modules.named_parameters():
            add(f"{name}@{step}", parameter, ".9g")
    path = pathlib.Path(__file__).with_name("network.txt")
    path.write_text("".join(f"{name} {values}\n" for name, values in lines))


main()
