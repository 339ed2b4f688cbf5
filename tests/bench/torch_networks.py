# SPDX-License-Identifier: GPL-3.0-or-later
"""The built-in networks in PyTorch, for images of 28 × 28, and their training."""

import time

BATCH, MOMENTUM, NOISE = 64, 0.9, 0.3


def make_layers(nn):
    """Name → a function that makes the list of layers."""
    def conv(n_in, n_out, *more):
        return [nn.Conv2d(n_in, n_out, 3, padding=1), nn.BatchNorm2d(n_out), nn.ReLU(), *more]

    def linear(*sizes):
        layers = [nn.Flatten()]
        for n_in, n_out in zip(sizes, sizes[1:]):
            layers += [nn.Linear(n_in, n_out), nn.ReLU()]
        return layers[:-1]

    def pool():
        return nn.MaxPool2d(2)

    def resize(size):
        return nn.Upsample((size, size))

    return {
        "lenet5": lambda: [nn.Conv2d(1, 6, 5), nn.ReLU(), pool(), nn.Conv2d(6, 16, 5), nn.ReLU(), pool(),
                           *linear(256, 120, 84, 10), nn.LogSoftmax(1)],
        "mlp": lambda: [*linear(784, 300, 100, 10), nn.LogSoftmax(1)],
        "vgg": lambda: [*conv(1, 16), *conv(16, 16, pool()), *conv(16, 32), *conv(32, 32, pool()),
                        *conv(32, 64), *conv(64, 64, pool()), *linear(576, 128), nn.ReLU(), nn.Dropout(0.5),
                        nn.Linear(128, 10), nn.LogSoftmax(1)],
        "autoencoder": lambda: [*linear(784, 1000, 500, 250, 30), *linear(30, 250, 500, 1000, 784), nn.Sigmoid(),
                                nn.Unflatten(1, (1, 28, 28))],
        "conv-autoencoder": lambda: [*conv(1, 16, pool()), *conv(16, 16, pool()), *conv(16, 32, pool()),
                                     nn.Conv2d(32, 8, 3, padding=1), resize(7), *conv(8, 32), resize(14),
                                     *conv(32, 16), resize(28), nn.Conv2d(16, 1, 3, padding=1), nn.Sigmoid()],
    }


class Peer:
    """A network with the optimiser and the loss it is trained by here, and @n images of noise."""

    def __init__(self, torch, name, n):
        torch.manual_seed(1)
        self.torch = torch
        self.images = torch.rand(n, 1, 28, 28)
        self.labels = torch.randint(0, 10, (n,))
        self.model = torch.nn.Sequential(*make_layers(torch.nn)[name]())
        self.reconstructs = name.endswith("autoencoder")
        parameters = self.model.parameters()
        self.optimizer = (torch.optim.Adam(parameters, lr=0.001) if self.reconstructs
                          else torch.optim.SGD(parameters, lr=0.01, momentum=MOMENTUM))

    def compute_loss(self, index, x):
        functional = self.torch.nn.functional
        if self.reconstructs:
            return functional.mse_loss(self.model(x), self.images[index])
        return functional.nll_loss(self.model(x), self.labels[index])

    def run_epoch(self, threads, n):
        """Seconds of training on @n images."""
        self.torch.set_num_threads(threads)
        order = self.torch.randperm(len(self.images))[:n]
        begin = time.perf_counter()
        for i in range(0, n, BATCH):
            index = order[i:i + BATCH]
            x = self.images[index]
            x = (x + NOISE * self.torch.randn_like(x) - 0.1307) / 0.3081
            self.optimizer.zero_grad()
            loss = self.compute_loss(index, x)
            loss.backward()
            self.optimizer.step()
        return time.perf_counter() - begin
