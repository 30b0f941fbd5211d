"""PyTorch, eager, as its tutorials write a loop. Runs in an interpreter of its own."""

from typing import Any

import numpy as np
import torch
from torch import nn

from training.turns import Turns
from training.workload import Workload


class Lstm(nn.Module):
    """The last output of an LSTM over embedded tokens, as one score."""

    def __init__(self) -> None:
        super().__init__()
        self.embedding = nn.Embedding(10_000, 64)
        self.lstm = nn.LSTM(64, 64, batch_first=True)
        self.score = nn.Linear(64, 1)

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        return self.score(self.lstm(self.embedding(ids))[0][:, -1])


class Encoder(nn.Module):
    """Attention, then two dense layers, each beside a way around it."""

    def __init__(self) -> None:
        super().__init__()
        self.first, self.second = nn.LayerNorm(128), nn.LayerNorm(128)
        self.attention = nn.MultiheadAttention(128, 4, batch_first=True)
        self.dense = nn.Sequential(nn.Linear(128, 256), nn.GELU(), nn.Linear(256, 128))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        normal = self.first(x)
        x = x + self.attention(normal, normal, normal, need_weights=False)[0]
        return x + self.dense(self.second(x))


class Transformer(nn.Module):
    """Two encoders over embedded tokens and places; scores of the mean."""

    def __init__(self) -> None:
        super().__init__()
        self.embedding = nn.Embedding(5_000, 128)
        self.places = nn.Parameter(0.02 * torch.randn(128, 128))
        self.encoders = nn.Sequential(Encoder(), Encoder(), nn.LayerNorm(128))
        self.scores = nn.Linear(128, 10)

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        return self.scores(self.encoders(self.embedding(ids) + self.places).mean(1))


def normalized(channels: int, filters: int, size: int, stride: int) -> nn.Sequential:
    conv = nn.Conv2d(channels, filters, size, stride, size // 2, bias=False)
    return nn.Sequential(conv, nn.BatchNorm2d(filters))


class Block(nn.Module):
    """Two convolutions beside a way around them."""

    def __init__(self, channels: int, filters: int, stride: int) -> None:
        super().__init__()
        first = normalized(channels, filters, 3, stride)
        self.way = nn.Sequential(first, nn.ReLU(), normalized(filters, filters, 3, 1))
        is_wider = channels != filters
        self.around = normalized(channels, filters, 1, stride) if is_wider else nn.Identity()

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return torch.relu(self.way(x) + self.around(x))


def mlp() -> nn.Module:
    return nn.Sequential(nn.Flatten(), nn.Linear(784, 64), nn.ReLU(), nn.Linear(64, 10))


def cnn() -> nn.Module:
    first = [nn.Conv2d(1, 32, 3), nn.ReLU(), nn.MaxPool2d(2)]
    second = [nn.Conv2d(32, 64, 3), nn.ReLU(), nn.MaxPool2d(2)]
    return nn.Sequential(*first, *second, nn.Flatten(), nn.Dropout(0.5), nn.Linear(1600, 10))


def resnet() -> nn.Module:
    blocks = [(16, 16, 1), (16, 16, 1), (16, 32, 2), (32, 32, 1), (32, 64, 2), (64, 64, 1)]
    body = [Block(*sizes) for sizes in blocks]
    end = [nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(64, 10)]
    return nn.Sequential(normalized(3, 16, 3, 1), nn.ReLU(), *body, *end)


def tabular() -> nn.Module:
    parts: list[nn.Module] = []
    for inputs in (40, 256, 256):
        parts += [nn.Linear(inputs, 256), nn.ReLU()]
    return nn.Sequential(*parts, nn.Linear(256, 1))


def wide_mlp() -> nn.Module:
    parts: list[nn.Module] = [nn.Flatten()]
    for inputs in (784, 1024):
        parts += [nn.Linear(inputs, 1024), nn.ReLU()]
    return nn.Sequential(*parts, nn.Linear(1024, 10))


MODELS = {
    "seed_mlp": mlp,
    "mnist_cnn": cnn,
    "lstm": Lstm,
    "transformer": Transformer,
    "resnet": resnet,
    "tabular": tabular,
    "wide_mlp": wide_mlp,
}
LOSSES = {
    "lstm": nn.functional.binary_cross_entropy_with_logits,
    "tabular": nn.functional.mse_loss,
}


def optimizer_of(work: Workload, model: nn.Module) -> torch.optim.Optimizer:
    if work.name == "seed_mlp":
        return torch.optim.SGD(model.parameters(), work.rate)
    if work.name == "resnet":
        return torch.optim.SGD(model.parameters(), work.rate, 0.9)
    return torch.optim.Adam(model.parameters(), work.rate)


def tensors(x: np.ndarray, y: np.ndarray) -> tuple[torch.Tensor, torch.Tensor]:
    """Pictures with channels first, integers as PyTorch takes them."""
    if x.ndim == 4:
        x = x.transpose(0, 3, 1, 2).copy()
    return tuple(torch.from_numpy(a.astype(np.int64) if a.dtype == np.int32 else a) for a in (x, y))


def right(out: torch.Tensor, target: torch.Tensor) -> Any:
    """How many answers are right."""
    if target.ndim == 1:
        return (out.argmax(1) == target).sum().item()
    return ((out > 0) == (target > 0.5)).sum().item()


def run(work: Workload, x: np.ndarray, y: np.ndarray, epochs: int, turns: Turns) -> None:
    torch.manual_seed(0)
    inputs, targets = tensors(x, y)
    model = MODELS[work.name]()
    loss_of = LOSSES.get(work.name, nn.functional.cross_entropy)
    optimizer = optimizer_of(work, model)
    for _ in range(epochs):
        turns.begin()
        total, count = 0.0, 0
        for rows in torch.randperm(len(inputs)).split(work.batch):
            target = targets[rows]
            out = model(inputs[rows])
            loss = loss_of(out, target)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item()
            count += 0 if work.name == "tabular" else right(out, target)
        turns.end(loss=total / work.steps, accuracy=count / work.samples)
