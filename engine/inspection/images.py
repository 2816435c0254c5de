"""Products: damaged, gone, left out, of several processors, on several grids; sensors that a tile lacks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from landweave.engine.catalogue.store import Catalogue
from landweave.engine.inspection.findings import ERROR, IMAGES, NOTE, WARNING, Findings
from landweave.engine.mapping.tile_series import TileSeries, on_same_pixels
from landweave.engine.raster.grid import Grid
from landweave.engine.raster.warp import crs_name
from landweave.engine.runtime.files import disk_path
from landweave.engine.samples.checks import some
from landweave.engine.sensors.product import Product

_RESCAN = "Put the images back where they were, or list the folder again (scan_catalogue)."
_OVERCAST = 95.0  # percent
_DAY = re.compile(r"^\d{8}$")


def check_products(catalogue: Catalogue, findings: Findings) -> None:
    """Find what is wrong with products, by themselves and beside each other."""
    damaged = [f"{item.path} {item.reason}" for item in catalogue.left_out if item.damaged]
    findings.add_alike(ERROR, IMAGES, damaged, "Get the images again; a chain goes on without them if SKIP_DAMAGED "
                                               "is set.")
    others = [f"{item.path} {item.reason}" for item in catalogue.left_out if not item.damaged]
    findings.add_alike(NOTE, IMAGES, others, "")
    if not catalogue.products:
        findings.add(ERROR, IMAGES, "The catalogue holds no product.", "List a folder that holds supported products.")
    gone = [text for product in catalogue.products if (text := _gone(product))]
    gone += [f"{s.path} of the layer {s.name} is gone." for s in catalogue.static if not _is_there(s.path)]
    findings.add_alike(ERROR, IMAGES, gone, _RESCAN)
    notes = Counter(p.note for p in catalogue.products if p.note)
    for note, count in sorted(notes.items()):
        first = next(p for p in catalogue.products if p.note == note)
        more = f" and {count - 1} more" if count > 1 else ""
        findings.add(WARNING, IMAGES, f"{first.identifier}{more}: {note}.", "See whether they should be used.")
    for sensor in catalogue.sensors():
        _check_sensor(sensor, [p for p in catalogue.products if p.sensor == sensor], findings)


def check_tiles(tiles: Sequence[TileSeries], findings: Findings) -> None:
    """Find sensors that tiles lack, tiles in several zones, and products that have to be brought to other pixels."""
    lacking: dict[str, list[str]] = {}
    moved: dict[str, list[str]] = {}
    for tile in tiles:
        for sensor in tile.sensors:
            name = sensor.plan.sensor
            if not sensor.products:
                lacking.setdefault(name, []).append(tile.tile)
            elif any(not on_same_pixels(tile.grid, p.grid) for p in sensor.products):
                moved.setdefault(name, []).append(tile.tile)
    for name, where in lacking.items():
        findings.add(WARNING, IMAGES, f"There is no image of {name} on tile {some(where)}: its features have no data "
                     "there.", "Add such images, leave the tiles out (TILES), or the sensor (SERIES, sensors).")
    for name, where in moved.items():
        findings.add(NOTE, IMAGES, f"Images of {name} lie on other pixels than those of tile {some(where)}, and are "
                     "brought to them when they are read.")
    zones = dict.fromkeys(crs_name(tile.grid.crs) for tile in tiles)
    groups: list[Grid] = []
    for tile in tiles:
        if not any(on_same_pixels(tile.grid, grid) for grid in groups):
            groups.append(tile.grid)
    if len(groups) > 1:
        said = f"lie in several zones ({some(zones)})" if len(zones) > 1 else "have pixels that do not lie on one grid"
        findings.add(WARNING, IMAGES, f"The tiles {said}: they cannot become one map as they are.",
                     "Set TARGET_CRS, or a grid in SERIES, or choose tiles of one zone (TILES).")


def _check_sensor(sensor: str, products: Sequence[Product], findings: Findings) -> None:
    formats = Counter(p.format for p in products)
    if len(formats) > 1:
        listed = ", ".join(f"{count} of {name}" for name, count in formats.most_common())
        findings.add(WARNING, IMAGES, f"The images of {sensor} come from several processors ({listed}), whose "
                     "reflectances differ: a change of processor can look like one of land cover.",
                     "Use images of one processor where you can.")
    # Landsat's versions are days of processing: each image has its own.
    versions = Counter(p.version for p in products if not _DAY.match(p.version))
    if len(versions) > 1 and len(formats) == 1:
        listed = ", ".join(f"{count} of {name or 'an unnamed one'}" for name, count in sorted(versions.items()))
        findings.add(NOTE, IMAGES, f"The images of {sensor} are of several processing versions: {listed}.",
                     "Reprocessed collections are more even.")
    kinds = Counter(tuple(sorted(b.name for b in p.bands)) for p in products)
    if len(kinds) > 1:
        usual = set(kinds.most_common(1)[0][0])
        odd = [p for p in products if usual - {b.name for b in p.bands}]
        if odd:
            lost = sorted({name for p in odd for name in usual - {b.name for b in p.bands}})
            findings.add(WARNING, IMAGES, f"{len(odd)} of {len(products)} images of {sensor} lack bands that others "
                         f"have ({some(lost)}), {odd[0].identifier} for example: these bands are not used at all.",
                         "Get these images again, or leave them out of the folder.")
    overcast = [p for p in products if p.cloud_percent is not None and p.cloud_percent >= _OVERCAST]
    if overcast:
        findings.add(NOTE, IMAGES, f"{len(overcast)} of {len(products)} images of {sensor} are covered by clouds "
                     f"(95 % and more); they are read for little.", "MAX_CLOUD of scan_catalogue leaves them out.")


def _gone(product: Product) -> str:
    missing = [file for file in product.files if not _is_there(file)]
    return f"{missing[0]} of the product {product.identifier} is gone." if missing else ""


def _is_there(file: str) -> bool:
    place = disk_path(file)
    return place.startswith("/vsi") or Path(place).exists()
