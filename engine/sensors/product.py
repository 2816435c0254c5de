"""What a product offers, as data: the one interface between formats and everything else.

A sensor file (`theia_s2.py`, ...) only turns a path into a `Product`. Reading is
the same for all formats, because bands and masks are described and not coded.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime

from landweave.engine.raster.grid import Grid
from landweave.engine.types import Json


@dataclass(frozen=True)
class BandSource:
    """One spectral band in a file.

    Args:
        name: band name in the sensor's own terms (`B8A`).
        path: anything GDAL opens.
        layer: band number in the file, from 1.
        factor: side of the band's pixels in pixels of the product's grid (2 for 20 m on 10 m).
        scale, offset: reflectance x 10000 = value * scale + offset.
        nodata: value that means "nothing here", before scaling; None when there is none. Values that are not
            finite never count, so NaN needs no mention.
        role: what the band is to indices (`nir`); a product with roles names all that it has, one without leaves
            them to the band names.
        unit: what 1 means after scale and offset.
        function: applied to the raw values before scale and offset; empty: none; `db`: 10 log10, and what is not
            above 0 is unknown; `power`: its inverse.
    """

    name: str
    path: str
    layer: int = 1
    factor: int = 1
    scale: float = 1.0
    offset: float = 0.0
    nodata: float | None = None
    role: str = ""
    unit: str = "reflectance x 10000"
    function: str = ""


@dataclass(frozen=True)
class MaskSource:
    """One mask in a file, and which of its values make a pixel invalid.

    Args:
        path: anything GDAL opens.
        rule: `nonzero` (any value but 0), `values` (one of `values`), `outside` (none of `values`) or `bits` (any bit
            of the mask `values[0]`).
        values: see rule.
        layer: band number in the file, from 1; 0 is the mask that the file holds beside its bands.
        factor: as for bands.
        meaning: which editable rule of the series options governs it (`scl`, `qa_pixel`, `fmask`); empty: none.
    """

    path: str
    rule: str = "nonzero"
    values: tuple[int, ...] = ()
    layer: int = 1
    factor: int = 1
    meaning: str = ""


@dataclass(frozen=True)
class Product:
    """One acquisition of one sensor on one tile.

    Args:
        identifier: name of the product's folder or file.
        format: which sensor file recognised it (`theia_s2_l2a`).
        sensor: short key used in feature names (`S2`).
        tile: `31TCJ`; for user series the folder's name.
        acquired: ISO 8601 time, UTC.
        path: the product's folder or file.
        grid: finest grid of its bands.
        bands: every band that can be read.
        masks: all of them must call a pixel valid.
        version: processing version; the highest of one acquisition wins.
        orbit: relative orbit where known.
        cloud_percent: from the metadata where known.
        note: what a person should know about it; empty when all is well.
        part: what tells parts of one acquisition apart that come as products of their own; empty: it is whole.
        oblique: its image lies across its grid, whose corners are empty (a scene, not a cut tile): products of the
            neighbouring tiles on the same pixels are needed to describe them.
        pass_direction: `ASC` or `DES` where known.
        sun_zenith, sun_azimuth: degrees, mean of the scene, where known.
        shift: (x, y) in CRS units, added to the place of its pixels when they are read (co-registration).
        shift_windows: windows that agreed on the shift; 0: it was not measured on this product.
        shift_correlation: with the reference, of those windows once shifted, where measured.
    """

    identifier: str
    format: str
    sensor: str
    tile: str
    acquired: str
    path: str
    grid: Grid
    bands: tuple[BandSource, ...]
    masks: tuple[MaskSource, ...] = ()
    version: str = ""
    orbit: str = ""
    cloud_percent: float | None = None
    note: str = ""
    part: str = ""
    oblique: bool = False
    pass_direction: str = ""
    sun_zenith: float | None = None
    sun_azimuth: float | None = None
    shift: tuple[float, float] = (0.0, 0.0)
    shift_windows: int = 0
    shift_correlation: float | None = None

    @property
    def day(self) -> date:
        """Acquisition day."""
        return datetime.fromisoformat(self.acquired).date()

    @property
    def files(self) -> tuple[str, ...]:
        """Every file the product is read from, without repeats."""
        return tuple(dict.fromkeys([b.path for b in self.bands] + [m.path for m in self.masks]))

    def to_json(self) -> Json:
        """Return plain values."""
        return asdict(self)

    @classmethod
    def from_json(cls, values: Json) -> Product:
        """Build from what `to_json` gave."""
        return cls(**{
            **values,
            "grid": Grid.from_json(values["grid"]),
            "bands": tuple(BandSource(**b) for b in values["bands"]),
            "masks": tuple(MaskSource(**{**m, "values": tuple(m["values"])}) for m in values["masks"]),
            "shift": tuple(values.get("shift", (0.0, 0.0))),
        })


@dataclass(frozen=True)
class StaticLayer:
    """One band of a raster that has no date: relief, soil, climate.

    Args:
        name: letters and digits, unique in a catalogue without regard to case.
        path: anything GDAL opens.
        layer: band number in the file, from 1.
        grid: its own pixels.
        nodata: value that means "nothing here", before scaling; None when there is none.
        scale, offset: value used = raw value * scale + offset, as the file itself says.
        categorical: its values are names of classes: never averaged, brought to other pixels by nearest neighbour.
    """

    name: str
    path: str
    layer: int
    grid: Grid
    nodata: float | None = None
    scale: float = 1.0
    offset: float = 0.0
    categorical: bool = False

    def to_json(self) -> Json:
        """Return plain values."""
        return asdict(self)

    @classmethod
    def from_json(cls, values: Json) -> StaticLayer:
        """Build from what `to_json` gave."""
        return cls(**{**values, "grid": Grid.from_json(values["grid"])})


@dataclass(frozen=True)
class LeftOut:
    """Something that looked like data and was not taken, and why.

    Args:
        path: folder or file.
        reason: continues the sentence that the path begins (`is a zip archive: unpack it.`), with the remedy.
        damaged: it should have been usable: a cut file, a missing band. A chain does not go on without it unasked.
    """

    path: str
    reason: str
    damaged: bool = False
