"""The page of a training: loss and scores by epoch, rewritten while it goes on."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping, Sequence
from html import escape

from landweave.engine.learning.networks.options import complete_options
from landweave.engine.runtime.run_folder import versions
from landweave.engine.types import Json
from landweave.engine.validation.charts import svg_picture
from landweave.engine.validation.page import page_header, write_page
from landweave.engine.validation.provenance import provenance

SECONDS_BETWEEN_PAGES = 3.0
_WIDTH, _HEIGHT, _LEFT, _TOP = 520, 200, 52, 14
LOSSES = (("loss", "learnt samples", "learnt"), ("held_out_loss", "held-out samples", "held"))
_SCORES = (("overall_accuracy", "overall accuracy", "learnt"), ("macro_f1", "mean F-score of the classes", "held"))
RATES = (("learning_rate", "learning rate", "held"),)
CURVES_STYLE = """
svg .learnt,svg .held{fill:none;stroke-width:1.8}
svg .learnt{stroke:#b9803b}
svg .held{stroke:#17506f}
svg .grid{stroke:#dde3e3;stroke-width:1}
svg .best{stroke:#7a8a8a;stroke-width:1;stroke-dasharray:3 3}
.key{display:inline-block;width:18px;height:3px;margin:0 6px 3px 12px}
.key.learnt{background:#b9803b}
.key.held{background:#17506f}
"""
_STATES = {"running": "it learns", "done": "it has learnt", "stopped": "it was stopped"}


class LiveCurves:
    """Keeps the page of a training up to date.

    Args:
        path: HTML file.
        network: name of the network.
        options: of the network and its training.
    """

    def __init__(self, path: str, network: str, options: Mapping[str, Json]) -> None:
        """Begin with an empty page."""
        self.path, self.network, self.options = path, network, options
        self._regions: dict[str, Json] = {}
        self._written = -math.inf

    def of_region(self, name: str) -> Callable[[Json], None]:
        """Return what takes the figures of a region's network after each epoch."""

        def watch(figures: Json) -> None:
            self._regions[name] = figures
            if time.monotonic() - self._written > SECONDS_BETWEEN_PAGES:
                self._write("running")
                self._written = time.monotonic()

        return watch

    def finish(self, state: str) -> None:
        """Write the last page; `state`: `done` or `stopped`."""
        self._write(state)

    def _write(self, state: str) -> None:
        write_curves_page(self.path, self.network, complete_options(self.network, self.options), self._regions, state)


def write_curves_page(
    path: str, network: str, options: Mapping[str, Json], regions: Mapping[str, Json], state: str = "done"
) -> None:
    """Write the page; equal figures give equal bytes.

    Args:
        path: HTML file.
        network: name of the network.
        options: of the network and its training, complete.
        regions: by name, what the training tells (`NetworkPredictor.figures`).
        state: `running`: the page loads itself anew; `done` or `stopped`.
    """
    title = f"Training of {network}"
    fresh = '<meta http-equiv="refresh" content="5">' if state == "running" else ""
    parts = [fresh, page_header("training", title, f"preset {options.get('preset', '')}; {_STATES[state]}")]
    for name, figures in regions.items():
        if len(regions) > 1:
            parts.append(f"<h2>Region {escape(name)}</h2>")
        parts.append(_samples(figures))
        for number, member in enumerate(figures["members"], start=1):
            parts.append(_member(member, f"Network {number}" if len(figures["members"]) > 1 else "", options))
    parts.append(provenance({"options": options}, versions("torch")))
    write_page(path, title, parts, CURVES_STYLE)


def _samples(figures: Json) -> str:
    held = figures["held_out"]
    said = f"{figures['learnt_samples']:,} samples to learn from"
    if held == "nothing":
        said += "; none held out: the last epoch is taken"
    else:
        said += f", {figures['held_out_samples']:,} held out"
        said += ", whole polygons" if held == "polygons" else ", of polygons that are learnt from too"
    return f'<p class="soft">{escape(said)}.</p>'


def _member(member: Json, name: str, options: Mapping[str, Json]) -> str:
    """Return a member's pictures."""
    history, best = member["history"], member["best_epoch"]
    if not history:
        return ""
    epochs = int(options["epochs"])
    figures = history[best - 1] if best else history[-1]
    said = f"Epoch {best} of {len(history)} is the best"
    if "held_out_loss" in figures:
        said += (f": held-out loss {figures['held_out_loss']:.3f}, overall accuracy {figures['overall_accuracy']:.1%}, "
                 f"mean F-score {figures['macro_f1']:.3f}")
    heading = f"<h2>{escape(name)}</h2>" if name else ""
    drawn = (("Loss", LOSSES), ("Scores on held-out samples", _SCORES), ("Learning rate", RATES))
    pictures = [curve_picture(title, history, lines, best, epochs) for title, lines in drawn]
    return f'<section>{heading}<p class="verdict">{escape(said)}.</p>{"".join(pictures)}</section>'


def curve_picture(
    title: str, history: Sequence[Json], lines: Sequence[tuple[str, str, str]], best: int, epochs: int
) -> str:
    """Return the lines of some figures by epoch; nothing where there are no such figures.

    Args:
        title: of the picture.
        history: figures of each epoch.
        lines: of each its key in the history, its name and its style.
        best: epoch to mark, from 1; 0: none.
        epochs: that there may be.
    """
    shown = [(key, name, style, [float(h[key]) for h in history if key in h]) for key, name, style in lines]
    shown = [line for line in shown if line[3] and all(map(math.isfinite, line[3]))]
    if not shown:
        return ""
    ticks = _ticks([v for *_, values in shown for v in values])
    low, high = ticks[0], ticks[-1]

    def x(epoch: float) -> float:
        return _LEFT + (epoch - 1) / max(epochs - 1, 1) * _WIDTH

    def y(value: float) -> float:
        return _TOP + (high - value) / (high - low) * _HEIGHT

    parts = []
    for value in ticks:
        parts.append(f'<path d="M{_LEFT} {y(value):.1f}h{_WIDTH}" class="grid"/>'
                     f'<text x="{_LEFT - 6}" y="{y(value) + 4:.1f}" class="row">{value:g}</text>')
    for epoch in sorted({1, *(round(1 + (epochs - 1) * i / 4) for i in range(5))}):
        parts.append(f'<text x="{x(epoch):.1f}" y="{_TOP + _HEIGHT + 18}" class="tick">{epoch}</text>')
    if best:
        parts.append(f'<path d="M{x(best):.1f} {_TOP}v{_HEIGHT}" class="best"><title>best: epoch {best}</title></path>')
    for _, name, style, values in shown:
        points = " ".join(f"{x(i):.1f},{y(value):.1f}" for i, value in enumerate(values, start=1))
        parts.append(f'<polyline points="{points}" class="{style}"><title>{escape(name)}</title></polyline>')
    keys = "".join(f'<span class="key {style}"></span>{escape(name)}' for _, name, style, _ in shown)
    drawn = svg_picture(_LEFT + _WIDTH + 24, _TOP + _HEIGHT + 24, parts, title)
    return f'<h3>{title}</h3>{drawn}<p class="soft">{keys}; by epoch</p>'


def _ticks(values: Sequence[float]) -> list[float]:
    """Return round numbers, evenly apart, that hold all values between them."""
    low, high = min(values), max(values)
    rough = max((high - low) / 4, abs(high) * 1e-3, 1e-9)
    decade = 10.0 ** math.floor(math.log10(rough))
    step = next(decade * n for n in (1, 2, 5, 10) if decade * n >= rough * (1 - 1e-9))
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [float(f"{n * step:.12g}") for n in range(first, max(last, first + 1) + 1)]
