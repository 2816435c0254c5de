"""U-TAE: a U-Net over all dates of a patch, whose coarsest level decides by attention which dates matter.

Every date goes through the same encoder. At the coarsest level an L-TAE asks the dates at each place which of them
matter; the weights that it gives them, enlarged, are also those by which the finer levels become one image each.
The decoder is that of a U-Net.

Masks are of pixels, where the authors' code knows whole dates only. Norms take their moments of known pixels; a date
has weight at a pixel of a level only where it is known there; the weights of the others make up for it. Where all
pixels are known, it is the published network (but for the last ReLU of the authors' code, which would cut logits at 0).

Source: Garnot and Landrieu 2021, doi 10.1109/ICCV48922.2021.00483, arXiv 2107.07933.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import torch
from torch import Tensor, nn

from landweave.engine.learning.networks.layers import DayPositions, only_shape
from landweave.engine.learning.networks.registry import InputShape

PAPER = {"widths": [64, 64, 64, 128], "decoder": [32, 32, 64, 128], "width": 256, "heads": 16, "key": 4,
         "norm": "group"}  # fmt: skip
"""Options of the published network."""
ENCODER_GROUPS = 4
NORMS = ("batch", "group")
MOMENTUM = 0.1
ATTENTION_DROPOUT = 0.1
_NEVER = -1e30
_EPS = 1e-5


@dataclass
class PatchBatch:
    """What a network of patches is given.

    Args:
        values: normalised; 0 where unknown, shape (patch, date, channel, row, column), float32.
        valid: True where a date is known, shape (patch, date, row, column).
        days: since the origin of the layout, shape (patch, date), float32.
        static: normalised features without date, 0 where unknown, shape (patch, feature, row, column), float32.
        places: patch, row and column of the pixels that are asked for, shape (pixel, 3), int64; None: all.
    """

    values: Tensor
    valid: Tensor
    days: Tensor
    static: Tensor
    places: Tensor | None = None

    def __len__(self) -> int:
        return int(self.values.shape[0])

    def to(self, device: torch.device) -> PatchBatch:
        """Return the batch on a device."""
        places = None if self.places is None else self.places.to(device)
        values, valid, days, static = (
            t.to(device, non_blocking=True) for t in (self.values, self.valid, self.days, self.static)
        )
        return PatchBatch(values, valid, days, static, places)


class MaskedGroupNorm(nn.Module):
    """Group norm whose moments are those of known places; with all places known, the usual one.

    Source: Wu and He 2018, arXiv 1803.08494.
    """

    def __init__(self, groups: int, channels: int) -> None:
        super().__init__()
        self.groups = groups
        self.weight = nn.Parameter(torch.ones(channels))
        self.bias = nn.Parameter(torch.zeros(channels))

    def forward(self, values: Tensor, known: Tensor) -> Tensor:
        """Return shape (item, channel, *place); `known` is of shape (item, *place)."""
        parts = values.reshape(len(values), self.groups, -1, known[0].numel())
        weight = known.reshape(len(values), 1, 1, -1).to(values.dtype)
        count = (weight.sum(dim=(2, 3), keepdim=True) * parts.shape[2]).clamp(min=1.0)
        mean = (parts * weight).sum(dim=(2, 3), keepdim=True) / count
        centred = parts - mean
        variance = (centred.square() * weight).sum(dim=(2, 3), keepdim=True) / count
        normed = (centred * torch.rsqrt(variance + _EPS)).reshape(values.shape)
        shape = (1, -1, *([1] * (values.ndim - 2)))
        return normed * self.weight.view(shape) + self.bias.view(shape)


class MaskedBatchNorm(nn.Module):
    """Batch norm whose moments are those of known places; with all places known, the usual one.

    Source: Ioffe and Szegedy 2015, arXiv 1502.03167.
    """

    running_mean: Tensor
    running_var: Tensor

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.ones(channels))
        self.bias = nn.Parameter(torch.zeros(channels))
        self.register_buffer("running_mean", torch.zeros(channels))
        self.register_buffer("running_var", torch.ones(channels))

    def forward(self, values: Tensor, known: Tensor) -> Tensor:
        """Return shape (item, channel, row, column); `known` is of shape (item, row, column)."""
        mean, variance = self.running_mean, self.running_var
        if self.training:
            weight = known.unsqueeze(1).to(values.dtype)
            count = weight.sum().clamp(min=1.0)
            mean = (values * weight).sum(dim=(0, 2, 3)) / count
            variance = ((values - mean.view(1, -1, 1, 1)).square() * weight).sum(dim=(0, 2, 3)) / count
            with torch.no_grad():
                self.running_mean.lerp_(mean, MOMENTUM)
                self.running_var.lerp_(variance * count / (count - 1).clamp(min=1.0), MOMENTUM)
        scale = self.weight * torch.rsqrt(variance + _EPS)
        return values * scale.view(1, -1, 1, 1) + (self.bias - mean * scale).view(1, -1, 1, 1)


class ConvNorm(nn.Module):
    """A convolution, a norm, ReLU."""

    def __init__(self, given: int, wanted: int, masked: str = "", kernel: int = 3, stride: int = 1, *,
                 rectified: bool = True) -> None:  # fmt: skip
        """Take channels in and out, and one of NORMS for images with masks; empty: a batch norm of others."""
        super().__init__()
        self.convolution = nn.Conv2d(given, wanted, kernel, stride, padding=1, padding_mode="reflect")
        norms: dict[str, Callable[[int], nn.Module]] = {
            "": nn.BatchNorm2d, "batch": MaskedBatchNorm, "group": partial(MaskedGroupNorm, ENCODER_GROUPS),
        }  # fmt: skip
        self.norm: nn.Module = norms[masked](wanted)
        self.masked, self.rectified = masked, rectified

    def forward(self, image: Tensor, known: Tensor | None = None) -> Tensor:
        """Return shape (image, channel, row, column); `known` (image, row, column) is of the result."""
        made = self.convolution(image)
        made = self.norm(made, known) if self.masked else self.norm(made)
        return torch.relu(made) if self.rectified else made


class DownBlock(nn.Module):
    """Half the resolution, then two convolutions, the second beside what it is given."""

    def __init__(self, given: int, wanted: int, norm: str) -> None:
        super().__init__()
        self.halve = ConvNorm(given, given, norm, 4, 2)
        self.first = ConvNorm(given, wanted, norm)
        self.second = ConvNorm(wanted, wanted, norm)

    def forward(self, image: Tensor, known: Tensor) -> Tensor:
        """Return half the rows and columns, of which `known` is."""
        made = self.first(self.halve(image, known), known)
        found: Tensor = made + self.second(made, known)
        return found


class UpBlock(nn.Module):
    """Twice the resolution, joined with what the encoder knew there."""

    def __init__(self, given: int, wanted: int, beside: int) -> None:
        super().__init__()
        self.beside = nn.Sequential(nn.Conv2d(beside, beside, 1), nn.BatchNorm2d(beside), nn.ReLU())
        self.enlarge = nn.Sequential(
            nn.ConvTranspose2d(given, wanted, 4, 2, padding=1), nn.BatchNorm2d(wanted), nn.ReLU()
        )
        self.first = ConvNorm(wanted + beside, wanted)
        self.second = ConvNorm(wanted, wanted)

    def forward(self, image: Tensor, beside: Tensor) -> Tensor:
        """Return shape (image, channel, row, column), rows and columns as `beside` has them."""
        made = self.first(torch.cat([self.enlarge(image), self.beside(beside)], dim=1))
        found: Tensor = made + self.second(made)
        return found


class PlaceAttention(nn.Module):
    """The L-TAE at every place of an image; the weights of the dates are given too."""

    def __init__(self, channels: int, width: int, heads: int, key: int, dropout: float) -> None:
        super().__init__()
        self.heads, self.key = heads, key
        self.widen = nn.Linear(channels, width)
        self.query = nn.Parameter(torch.empty(heads, key))
        self.keys = nn.Linear(width, heads * key)
        self.norm_in = MaskedGroupNorm(heads, channels)
        self.norm_out = nn.GroupNorm(heads, channels)
        self.layers = nn.Sequential(nn.Linear(width, channels), nn.BatchNorm1d(channels), nn.ReLU())
        self.positions = DayPositions(width // heads)
        self.dropout, self.attention_dropout = nn.Dropout(dropout), nn.Dropout(ATTENTION_DROPOUT)
        for parameter in (self.query, self.keys.weight):
            nn.init.normal_(parameter, std=(2.0 / key) ** 0.5)

    def forward(self, dates: Tensor, known: Tensor, days: Tensor) -> tuple[Tensor, Tensor]:
        """Return one image and the weights of the dates.

        Args:
            dates: shape (patch, date, channel, row, column).
            known: shape (patch, date, row, column).
            days: shape (patch, date).

        Returns:
            Shapes (patch, channel, row, column) and (patch, head, date, row, column).
        """
        patches, count, channels, rows, columns = dates.shape
        series = dates.permute(0, 3, 4, 2, 1).reshape(-1, channels, count)
        mask = known.permute(0, 2, 3, 1).reshape(-1, count)
        wide = self.widen(self.norm_in(series, mask).transpose(1, 2))
        where = self.positions(days).repeat_interleave(rows * columns, dim=0)
        parts = wide.view(len(wide), count, self.heads, -1) + where.unsqueeze(2)
        keys = self.keys(parts.flatten(2)).view(len(wide), count, self.heads, self.key)
        scores = (keys * self.query).sum(dim=3) / self.key**0.5
        weights = torch.softmax(scores.masked_fill(~mask.unsqueeze(2), _NEVER), dim=1) * mask.unsqueeze(2)
        weights = self.attention_dropout(weights)
        found = (weights.unsqueeze(3) * parts).sum(dim=1).flatten(1)
        found = self.norm_out(self.dropout(self.layers(found)))
        image = found.view(patches, rows, columns, channels).permute(0, 3, 1, 2)
        return image, weights.view(patches, rows, columns, count, self.heads).permute(0, 4, 3, 1, 2)


class Utae(nn.Module):
    """U-TAE. Its default is a small one: three levels, 32 to 64 channels."""

    def __init__(
        self, shape: InputShape, classes: int, widths: Sequence[int] = (32, 32, 64),
        decoder: Sequence[int] = (32, 32, 64), width: int = 128, heads: int = 16, key: int = 4, dropout: float = 0.2,
        norm: str = "batch",
    ) -> None:  # fmt: skip
        """Build it.

        Args:
            shape: of what it is given: one series.
            classes: number of classes.
            widths: channels of the encoder's levels, the finest first; each level has half the resolution.
            decoder: channels of the decoder's levels; the last is that of the encoder.
            width: channels of a date in the attention.
            heads: of the attention; widths and width are multiples of it.
            key: length of keys and queries.
            dropout: share of the attention's outputs that is left out while it learns.
            norm: of the encoder, one of NORMS: `group` is published, and takes the level of each image of a patch
                away, by which classes may be told apart; `batch` keeps it.

        Raises:
            ValueError: if the widths do not fit.
        """
        super().__init__()
        _check_widths(widths, decoder, width, heads)
        if norm not in NORMS:
            raise ValueError(f"the norm is one of {', '.join(NORMS)}")
        self.has_gaps = shape.has_gaps
        self.step = step_of(widths)
        channels = only_shape(shape.sensors).channels + shape.static + int(shape.has_gaps)
        levels = range(len(widths) - 1)
        self.begin = nn.ModuleList([ConvNorm(channels, widths[0], norm),
                                    ConvNorm(widths[0], widths[0], norm)])  # fmt: skip
        self.down = nn.ModuleList([DownBlock(widths[i], widths[i + 1], norm) for i in levels])
        self.up = nn.ModuleList([UpBlock(decoder[i + 1], decoder[i], widths[i]) for i in reversed(levels)])
        self.attention = PlaceAttention(widths[-1], width, heads, key, dropout)
        self.end = nn.ModuleList([ConvNorm(decoder[0], 32), ConvNorm(32, classes, rectified=False)])

    def forward(self, batch: PatchBatch) -> Tensor:
        """Return logits; rows and columns are multiples of `step`.

        Returns:
            Shape (patch, class, row, column), or (pixel, class) where some pixels are asked for.
        """
        known = [batch.valid]
        for _ in self.down:
            known.append(nn.functional.max_pool2d(known[-1].float(), 2) > 0)
        there = batch.valid.flatten(2).any(dim=2)
        if not there.any():  # convolutions take no empty set of images
            there = torch.ones_like(there)
        levels = self._encoded(self._images(batch)[there], [k[there] for k in known])
        series = [_among(image, there) for image in levels]
        image, weights = self.attention(series[-1], known[-1], batch.days)
        for block, beside, mask in zip(self.up, series[-2::-1], known[-2::-1]):
            image = block(image, averaged(beside, mask, weights))
        for layer in self.end:
            image = layer(image)
        found: Tensor = image
        if batch.places is not None:
            found = image[batch.places[:, 0], :, batch.places[:, 1], batch.places[:, 2]]
        return found

    def _images(self, batch: PatchBatch) -> Tensor:
        """Return each date as it goes in: values, 0 where masked; features without date; the mask."""
        mask = batch.valid.unsqueeze(2)
        given = [batch.values.masked_fill(~mask, 0.0)]
        if batch.static.shape[1]:
            given.append(batch.static.unsqueeze(1).expand(-1, batch.values.shape[1], -1, -1, -1))
        if self.has_gaps:
            given.append(mask.to(batch.values.dtype))
        return torch.cat(given, dim=2)

    def _encoded(self, images: Tensor, known: list[Tensor]) -> list[Tensor]:
        """Return the levels of images that something is known of, the finest first."""
        for layer in self.begin:
            images = layer(images, known[0])
        levels = [images]
        for block, mask in zip(self.down, known[1:]):
            levels.append(block(levels[-1], mask))
        return levels


def averaged(dates: Tensor, known: Tensor, weights: Tensor) -> Tensor:
    """Return the dates of a level as one image.

    Each head weighs its share of the channels. What masked dates would have weighed goes to the others.

    Args:
        dates: shape (patch, date, channel, row, column).
        known: shape (patch, date, row, column).
        weights: of a coarser level, shape (patch, head, date, row, column).
    """
    patches, count, channels, rows, columns = dates.shape
    heads = weights.shape[1]
    fine = nn.functional.interpolate(weights.flatten(0, 1), (rows, columns), mode="bilinear", align_corners=False)
    fine = fine.view(patches, heads, count, rows, columns)
    kept = fine * known.unsqueeze(1)
    kept = kept * (fine.sum(dim=2, keepdim=True) / kept.sum(dim=2, keepdim=True).clamp(min=1e-6))
    parts = dates.view(patches, count, heads, channels // heads, rows, columns)
    return torch.einsum("phtrc,pthkrc->phkrc", kept, parts).flatten(1, 2)


def step_of(widths: Sequence[int]) -> int:
    """Return what rows and columns of patches are multiples of."""
    return 1 << max(len(widths) - 1, 0)


def _among(images: Tensor, there: Tensor) -> Tensor:
    """Return images of the dates that are there, 0 for the others, shape (patch, date, channel, row, column)."""
    found = images.new_zeros((*there.shape, *images.shape[1:]))
    found[there] = images
    return found


def _check_widths(widths: Sequence[int], decoder: Sequence[int], width: int, heads: int) -> None:
    rules: list[tuple[Callable[[], bool], str]] = [
        (lambda: len(widths) >= 2 and len(widths) == len(decoder), "widths and decoder have as many levels, 2 or more"),
        (lambda: widths[-1] == decoder[-1], "the last of widths is the last of decoder"),
        (lambda: heads > 0 and all(w > 0 and w % heads == 0 and w % ENCODER_GROUPS == 0 for w in widths),
         f"widths are multiples of heads and of {ENCODER_GROUPS}"),
        (lambda: width > 0 and width % heads == 0, "width is a multiple of heads"),
        (lambda: min(decoder) > 0, "decoder is above 0"),
    ]  # fmt: skip
    for fits, wanted in rules:
        if not fits():
            raise ValueError(f"the options of utae do not fit: {wanted}")
