#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The Python code of docs/bring-your-own.md writes what Diagonal opens.
usage: test-bring-your-own-doc.py PAGE RECIPE PROGRAM"""

import json
import os
import re
import subprocess
import sys
import tempfile

import tap

PAGE, RECIPE, PROGRAM = (os.path.abspath(path) for path in sys.argv[1:])
MAX_LINES = 15


def get_block(heading, number=0):
    """The code of a section."""
    page = open(PAGE, encoding="utf-8").read()
    section = page.split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]
    return re.findall(r"^```python\n(.*?)^```", section, re.M | re.S)[number]


def run_block(heading):
    names = {}
    exec(get_block(heading), names)
    return names


def get_info(folder):
    return json.loads(subprocess.run([PROGRAM, "info", folder, "--json"], check=True, stdout=subprocess.PIPE).stdout)


def draw(folder, *arguments):
    output = folder + ".png"
    subprocess.run([PROGRAM, "figure", folder, "--output", output, *arguments], check=True)
    assert open(output, "rb").read(8) == b"\x89PNG\r\n\x1a\n"


def recipe_is_short():
    """The recipe has at most 15 lines, and the window offers the same."""
    block = get_block("From PyTorch")
    assert len(block.splitlines()) <= MAX_LINES, len(block.splitlines())
    assert block == open(RECIPE, encoding="utf-8").read()


def make_net(torch):
    """Without a name of its own for the input; something of it differs in training."""
    class Gated(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.lstm = torch.nn.LSTM(12, 5, batch_first=True)  # puts out a tuple, which is no layer

        def forward(self, x):
            return self.lstm(x.flatten(2))[0][:, -1]

    return torch.nn.Sequential(torch.nn.Conv2d(3, 4, 3), torch.nn.BatchNorm2d(4), torch.nn.ReLU(), torch.nn.Dropout(),
                               Gated(), torch.nn.Linear(5, 3))


def recipe_saves_pytorch():
    """What the recipe saves of a PyTorch network opens, and is what the network puts out."""
    np = tap.need("numpy", "python3-numpy")
    torch = tap.need("torch", "python3-torch")
    torch.manual_seed(1)
    save_activations = run_block("From PyTorch")["save_activations"]
    net, images, labels = make_net(torch), torch.randn(50, 3, 8, 4), torch.arange(50) % 3
    for epoch in range(2):
        save_activations(net, images, labels, epoch)
        assert net.training and not any(module._forward_hooks for module in net.modules())
    save_activations(net.eval(), images, labels, 2, ("0", "5"), "chosen")
    assert not net.training

    assert sorted(os.listdir("activations")) == ["epoch_0.npz", "epoch_1.npz"]
    info = get_info("activations")
    assert [layer["name"] for layer in info["layers"]] == ["0", "1", "2", "3", "5"], info["layers"]
    assert [layer["shape"] for layer in info["layers"]] == [[4, 6, 2]] * 4 + [[3]], info["layers"]
    assert info["epochs"] == [0, 1] and info["samples"] == 50 and info["image_size"] == [8, 4, 3], info
    assert info["labels"] and info["log_likelihoods"] and info["classes"] == ["0", "1", "2"], info
    assert [layer["name"] for layer in get_info("chosen")["layers"]] == ["0", "5"]
    with torch.no_grad():
        expected = net(images).numpy()
    np.testing.assert_array_equal(np.load("chosen/epoch_2.npz")["logits"], expected)
    draw("activations", "--layers", "0:3,5", "--focus", "wrong")


def bfloat16_is_saved():
    """A network in bfloat16, which NumPy lacks, is saved by the recipe all the same."""
    tap.need("numpy", "python3-numpy")
    torch = tap.need("torch", "python3-torch")
    save_activations = run_block("From PyTorch")["save_activations"]

    class Cast(torch.nn.Module):
        def forward(self, x):
            return x.bfloat16()

    net = torch.nn.Sequential(torch.nn.Flatten(), Cast(), torch.nn.Linear(4, 2).bfloat16())
    save_activations(net, torch.randn(20, 2, 2), torch.arange(20) % 2, 1, folder="half")
    draw("half")


def arrays_are_saved():
    """What the lines for other frameworks save opens."""
    np = tap.need("numpy", "python3-numpy")
    save_arrays = run_block("From TensorFlow, JAX, NumPy")["save_arrays"]
    random = np.random.default_rng(1)
    labels = np.arange(60) % 4
    likelihood = np.where(np.eye(4)[labels] > 0, 0.9, 0.1 / 3)
    save_arrays({"dense/relu": random.normal(size=(60, 8)) + labels[:, None], "labels": labels,
                 "logits": np.log(likelihood + 1e-9)}, 7, "arrays")
    json.dump({"ant": 0, "bee": 1, "cat": 2, "dog": 3}, open("arrays/class_names.json", "w"))
    info = get_info("arrays")
    assert [layer["name"] for layer in info["layers"]] == ["dense/relu"] and info["epochs"] == [7], info
    assert info["classes"] == ["ant", "bee", "cat", "dog"] and info["image_size"] is None, info
    draw("arrays", "--focus", "top:3")


def main():
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        status = tap.run(recipe_is_short, recipe_saves_pytorch, bfloat16_is_saved, arrays_are_saved)
        os.chdir("/")
        return status


sys.exit(main())
