#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Trains a small residual network in PyTorch and saves its activations with the recipe of docs/bring-your-own.md.

usage: torch-run.py MNIST RUN [EPOCHS]

MNIST: folder of the four files of MNIST, plain or .gz; RUN: folder to write; EPOCHS: 10 unless given. Of the training
images the first 10 000 are used; the first 1 000 test images are those that are seen. Epoch 0 is before training."""

import gzip
import pathlib
import re
import sys

import numpy as np
import torch
from torch import nn

PAGE = pathlib.Path(__file__).parents[2] / "docs" / "bring-your-own.md"
LAYERS = ("stem", "block1", "block2", "pool", "hidden", "out")
SAVED = (0, 1, 2, 5, 10)


def load_recipe():
    names = {}
    exec(re.search(r"^```python\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.M | re.S)[1], names)
    return names["save_activations"]


def read_idx(folder, name):
    path = pathlib.Path(folder) / name
    data = path.read_bytes() if path.exists() else gzip.decompress(path.with_name(name + ".gz").read_bytes())
    shape = np.frombuffer(data, ">u4", data[3], 4)
    return np.frombuffer(data, np.uint8, offset=4 + 4 * len(shape)).reshape(shape)


def load(folder, split, n):
    """Standardised images (n, 1, 28, 28) and labels."""
    images = read_idx(folder, f"{split}-images-idx3-ubyte")[:n]
    labels = read_idx(folder, f"{split}-labels-idx1-ubyte")[:n]
    return (torch.tensor(images)[:, None] / 255 - 0.1307) / 0.3081, torch.tensor(labels.astype("i8"))


class Block(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.body = nn.Sequential(nn.Conv2d(channels, channels, 3, padding=1, bias=False), nn.BatchNorm2d(channels),
                                  nn.ReLU(), nn.Conv2d(channels, channels, 3, padding=1, bias=False),
                                  nn.BatchNorm2d(channels))

    def forward(self, x):
        return torch.relu(x + self.body(x))


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.stem = nn.Sequential(nn.Conv2d(1, 8, 5, stride=2, padding=2), nn.ReLU())
        self.block1 = Block(8)
        self.down = nn.Conv2d(8, 16, 2, stride=2)
        self.block2 = Block(16)
        self.pool = nn.AdaptiveAvgPool2d(2)
        self.hidden = nn.Sequential(nn.Flatten(), nn.Linear(64, 32), nn.ReLU())
        self.out = nn.Linear(32, 10)

    def forward(self, x):
        return self.out(self.hidden(self.pool(self.block2(self.down(self.block1(self.stem(x)))))))


def train(net, optimizer, images, labels):
    for batch in torch.randperm(len(images)).split(64):
        optimizer.zero_grad()
        nn.functional.cross_entropy(net(images[batch]), labels[batch]).backward()
        optimizer.step()


def main(mnist, run, epochs="10"):
    torch.manual_seed(1)
    save_activations = load_recipe()
    images, labels = load(mnist, "train", 10000)
    seen, seen_labels = load(mnist, "t10k", 1000)
    net = Net()
    optimizer = torch.optim.Adam(net.parameters(), lr=2e-3)
    for epoch in range(int(epochs) + 1):
        if epoch > 0:
            train(net, optimizer, images, labels)
        if epoch in SAVED:
            save_activations(net, seen, seen_labels, epoch, LAYERS, run)
            with torch.no_grad():
                right = (net.eval()(seen).argmax(1) == seen_labels).float().mean().item()
                net.train()
            print(f"epoch {epoch}: {100 * right:.1f} % right")


main(*sys.argv[1:])
