"""The page of a pretraining: loss and learning rate by epoch."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

from landweave.engine.learning.networks.curves import CURVES_STYLE, LOSSES, RATES, curve_picture
from landweave.engine.learning.networks.pretrained import Pretrained
from landweave.engine.runtime.run_folder import versions
from landweave.engine.validation.page import page_header, write_page
from landweave.engine.validation.provenance import provenance


def write_pretraining_page(path: str, found: Pretrained, options: Mapping[str, Any]) -> None:
    """Write the page; equal figures give equal bytes.

    Args:
        path: HTML file.
        found: what was learnt, with its figures.
        options: of the network and its training, complete.
    """
    figures = found.figures
    history = [{"loss": c["loss"], "held_out_loss": c["held_out"], "learning_rate": c["rate"]} for c in
               figures["curves"]]  # fmt: skip
    best = history[figures["best_epoch"] - 1]["held_out_loss"]
    title = f"Pretraining of {found.network}"
    said = (f"Hidden values of {figures['held_out_series']:,} series of places held out are guessed with a loss of "
            f"{best:.4f}; the mean of each band as the guess has {figures['loss_of_means']:.4f}. Epoch "
            f"{figures['best_epoch']} of {len(history)} is the best.")  # fmt: skip
    parts = [
        page_header("training", title, f"{figures['series']:,} series without labels"),
        f'<section><p class="verdict">{escape(said)}</p>',
        curve_picture("Loss of the hidden values", history, LOSSES, figures["best_epoch"], int(options["epochs"])),
        curve_picture("Learning rate", history, RATES, figures["best_epoch"], int(options["epochs"])),
        "</section>",
        provenance({"options": options}, versions("torch")),
    ]
    write_page(path, title, parts, CURVES_STYLE)
