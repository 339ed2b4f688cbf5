#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes what PyTorch makes of small networks, for test-network and test-trainer: network.txt, …

Each line is a name and its values. Pixels are (n, height, width, channels) bytes; NAME is a module's outputs
for the first two images in evaluation; NAME.weight and the like are the initial parameters, running statistics
among them, with @gradient the derivative of the mean loss over all images, with @1, @2, … after so many steps on
all images."""

import pathlib

import torch
from torch import nn

MEAN, DEVIATION = 0.1307, 0.3081
N_CLASSES = 4
N_OUTPUTS = 2

CASES = {
    "network": {
        "description": "C1 conv 3 5; R1 relu; P1 maxpool 2; C2 conv 4 3; R2 relu; P2 maxpool 2; F3 linear 7; "
                       "R3 relu; F4 linear 4; S4 logsoftmax;",
        "shape": (2, 14, 14, 2), "labels": [2, 1], "rate": (0.1, 0.9), "steps": 2},
    "network-modules": {
        "description": "C1 conv 3 3 padding 1 stride 2; B1 batchnorm; T1 tanh; P1 avgpool 2; U1 upsample 2; Z1 resize 5 3; "
                       "C2 conv 2 2 padding 1; G2 sigmoid; Q2 reshape 4 3 4; L2 flatten; F3 linear 5; "
                       "B3 batchnorm; M3 softmax; "
                       "F4 linear 4; S4 logsoftmax;",
        "shape": (18, 8, 7, 2), "rate": (0.2, 0.9), "steps": 2},
    "network-adam": {
        "description": "C1 conv 4 3; R1 relu; P1 maxpool 2; F2 linear 9; T2 tanh; F3 linear 4; S3 logsoftmax;",
        "shape": (18, 8, 7, 2), "adam": (0.01, 0.9, 0.999, 1e-8), "steps": 3},
    "network-autoencoder": {
        "description": "C1 conv 3 3 padding 1; T1 tanh; P1 avgpool 2; code linear 6; F3 linear 24; R3 relu; "
                       "Q3 reshape 2 4 3; U3 resize 8 7; C4 conv 2 3 padding 1; image sigmoid;",
        "shape": (18, 8, 7, 2), "adam": (0.02, 0.8, 0.99, 1e-4), "steps": 3},
}


def make_module(kind, arguments, shape):
    """The module and whether it takes a sample's values in a row."""
    numbers = [int(word) for word in arguments if word.isdigit()]
    options = {arguments[i]: int(arguments[i + 1]) for i in range(len(arguments)) if arguments[i].isalpha()}
    if kind == "conv":
        return nn.Conv2d(shape[0], numbers[0], numbers[1], **options), False
    if kind == "linear":
        return nn.Linear(torch.Size(shape).numel(), numbers[0]), True
    return {
        "avgpool": lambda: (nn.AvgPool2d(*numbers), False),
        "batchnorm": lambda: ((nn.BatchNorm2d if len(shape) == 3 else nn.BatchNorm1d)(shape[0]), False),
        "flatten": lambda: (nn.Flatten(), False),
        "logsoftmax": lambda: (nn.LogSoftmax(1), True),
        "maxpool": lambda: (nn.MaxPool2d(*numbers), False),
        "relu": lambda: (nn.ReLU(), False),
        "reshape": lambda: (nn.Unflatten(1, numbers), True),
        "resize": lambda: (nn.Upsample(size=numbers), False),
        "sigmoid": lambda: (nn.Sigmoid(), False),
        "softmax": lambda: (nn.Softmax(1), True),
        "tanh": lambda: (nn.Tanh(), False),
        "upsample": lambda: (nn.Upsample(scale_factor=numbers[0]), False),
    }[kind]()


class Network(nn.Module):
    def __init__(self, description, shape):
        super().__init__()
        self.flat = {}
        sample = torch.zeros(2, *shape)
        for line in description.strip("; ").split("; "):
            name, kind, *arguments = line.split(" ")
            module, self.flat[name] = make_module(kind, arguments, sample.shape[1:])
            self.add_module(name, module)
            sample = module(sample.flatten(1) if self.flat[name] else sample)

    def outputs(self, x):
        outputs = {}
        for name, module in self.named_children():
            x = module(x.flatten(1) if self.flat[name] else x)
            outputs[name] = x
        return outputs

    def forward(self, x):
        return list(self.outputs(x).values())[-1]


def compute_loss(description, outputs, pixels, labels):
    """Networks that do not end with logsoftmax reconstruct their pixels, 0 to 1, channel by channel."""
    if description.endswith("logsoftmax;"):
        return nn.functional.nll_loss(outputs, labels)
    return nn.functional.mse_loss(outputs.flatten(1), pixels.permute(0, 3, 1, 2).flatten(1) / 255)


def write(path, description, shape, steps, rate=None, adam=None, labels=None):
    torch.manual_seed(1)
    pixels = torch.randint(0, 256, shape)
    labels = torch.tensor(labels) if labels else torch.arange(shape[0]) % N_CLASSES
    x = (pixels.permute(0, 3, 1, 2) / 255 - MEAN) / DEVIATION
    network = Network(description, x.shape[1:])
    state = {name: value for name, value in network.state_dict().items() if not name.endswith("num_batches_tracked")}
    with torch.no_grad():
        for name, value in state.items():
            if ".running" in name:  # as if they had followed something
                value.uniform_(0.1, 0.9)
            value.copy_(value.float().double())  # what a float can hold, so that both start from the same

    lines = [("description", description)]

    def add(name, values, form):
        lines.append((name, " ".join(format(value, form) for value in values.flatten().tolist())))

    add("shape", torch.tensor(shape), "d")
    add("pixels", pixels, "d")
    add("labels", labels, "d")
    add("rate" if rate else "adam", torch.tensor(rate or adam), ".9g")
    for name, value in state.items():
        add(name, value, ".9g")
    network.eval()
    for name, output in network.outputs(x[:N_OUTPUTS]).items():
        add(name, output, ".7g")

    network.train()
    if rate:
        optimizer = torch.optim.SGD(network.parameters(), lr=rate[0], momentum=rate[1])
    else:
        optimizer = torch.optim.Adam(network.parameters(), lr=adam[0], betas=adam[1:3], eps=adam[3])
    for step in range(1, steps + 1):
        optimizer.zero_grad()
        loss = compute_loss(description, network(x), pixels, labels)
        loss.backward()
        add(f"loss@{step}", loss, ".9g")
        if step == 1:
            for name, value in state.items():
                gradient = dict(network.named_parameters())[name].grad if ".running" not in name else 0 * value
                add(name + "@gradient", gradient, ".7g")
        optimizer.step()
        for name, value in state.items():
            add(f"{name}@{step}", value, ".9g")
    path.write_text("".join(f"{name} {values}\n" for name, values in lines))


def main():
    torch.set_default_dtype(torch.float64)
    for name, case in CASES.items():
        write(pathlib.Path(__file__).with_name(name + ".txt"), **case)


main()
