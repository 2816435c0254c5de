"""Product types that are known by their names but cannot be read yet: said, never ignored."""

from __future__ import annotations

import re
from dataclasses import dataclass

from landweave.engine.sensors.product import LeftOut

_AS_RASTERS = "To use it now, stack its bands into one GeoTIFF a date, with the date in the name, and scan that folder"
_AS_LEVEL_2 = "Download the scene as Collection 2 Level 2, which is made of Landsat 4 to 9 without MSS"


@dataclass(frozen=True)
class Kind:
    """A product type.

    Args:
        title: what it is, with its article.
        pattern: matches the start of folder and file names; its group `id` names the product.
        remedy: what to do, a sentence without its full stop.
        supported_elsewhere: the type can be read, but not in this shape (an archive).
    """

    title: str
    pattern: re.Pattern[str]
    remedy: str = _AS_RASTERS
    supported_elsewhere: bool = False


def _kind(title: str, pattern: str, remedy: str = _AS_RASTERS, elsewhere: bool = False) -> Kind:
    return Kind(title, re.compile(f"(?P<id>{pattern})", re.IGNORECASE), remedy, elsewhere)


_ARCHIVE = r"\.(zip|tar|tgz|tar\.gz|tar\.bz2)$"

KINDS = (
    _kind("a packed Theia Sentinel-2 product", rf"SENTINEL2[A-Z]_[\d-]+_L[23]A_T\w+-\d+.*{_ARCHIVE}",
          "Unpack it, and scan again", elsewhere=True),
    _kind("a packed Theia Landsat product",
          rf"LANDSAT(8[-\w]*?_[\d-]+_L2A_[\w-]+-\d+|[578]_[A-Z]+_XS\w*?_\d{{8}}_N2A_[^.]*).*{_ARCHIVE}",
          "Unpack it, and scan again", elsewhere=True),
    _kind("a file of a Theia Landsat product (N2A) without the product's image",
          r"LANDSAT[578]_[A-Z]+_XS\w*?_\d{8}_N2A_(?=.*\.\w+$)",
          "Copy or download the whole product", elsewhere=True),
    _kind("a Theia Landsat product of another level than L2A", r"LANDSAT8[-\w]*?_\d{8}-\d{6}-\d{3}_L(?!2A_)\w+?_"),
    _kind("a Theia Landsat product of another kind than those of Landsat 8 (L2A) and Landsat 5, 7, 8 (N2A)",
          r"(?!LANDSAT8[-\w]*?_[\d-]+_L2A_|LANDSAT[578]_[A-Z]+_XS\w*?_\d{8}_N2A_)LANDSAT\d[-_][\w-]*?\d{8}"),
    _kind("a Theia Spot product", r"SPOT\d[-_][\w-]*?\d{8}_N[12]\w*?_"),
    _kind("a Theia Sentinel-2 product of another level than L2A and L3A",
          r"SENTINEL2[A-Z]_\d{8}-\d{6}-\d{3}_L(?!2A_|3A_)\w+?_T\w{5}"),
    _kind("a Theia Venus product", r"VENUS[-_]?\w*_\d{8}-\d{6}-\d{3}_L\w+?_V\d+-\d+"),
    _kind("a Sentinel-2 L2A product of Sen2Cor in a tar archive", rf"S2[A-D]_MSIL2A_\d{{8}}T\d{{6}}_.*{_ARCHIVE}",
          "Unpack it, and scan again", elsewhere=True),
    _kind("a Sentinel-2 L1C product (SAFE)", r"S2[A-D]_MSIL1C_\d{8}T\d{6}_\w+",
          "Correct it for the atmosphere (MAJA gives Theia's format), or download the L2A product"),
    _kind("the metadata of a Sentinel-2 L2A product of Sen2Cor, without its images", r"MTD_MSIL2A\w*\.xml",
          "Copy or download the whole product", elsewhere=True),
    _kind("the metadata of a Sentinel-2 L1C product", r"MTD_MSIL1C\w*\.xml"),
    _kind("a MACCS Sentinel-2 product in its native format", r"S2[A-D]_OPER_SSC_L2VALD_\w+?_+\d{8}"),
    _kind("a Sentinel-1 product (SAFE)", r"S1[A-D]_(IW|EW|SM|S\d|WV)_\w{4}_\w{4}_\d{8}T\d{6}_\w+",
          "Calibrate it and bring it onto Sentinel-2 tiles with S1Tiling, and scan its output"),
    _kind("a Sentinel-1 image of S1Tiling under a name of another form than s1a_31TCJ_vv_ASC_030_20200108t060000.tif",
          r"s1[a-d]_\d{2}[A-Z]{3}_[vh]{2}_(ASC|DES)_\d{3}_\d{8}[tx]\w{6}", "Rename it", elsewhere=True),
    _kind("an auxiliary image of S1Tiling (angles or areas), which is no acquisition",
          r"(sin_LIA|LIA|IA|GAMMA_AREA)_s1[a-d]_\d{2}[A-Z]{3}_", "Leave it where it is", elsewhere=True),
    _kind("a packed Landsat Collection 2 Level 2 product",
          rf"L[COTE]\d{{2}}_L2\w{{2}}_\d{{6}}_\d{{8}}_\d{{8}}_02_.*{_ARCHIVE}",
          "Unpack it, and scan again", elsewhere=True),
    _kind("a packed Harmonized Landsat Sentinel-2 (HLS) product", rf"HLS\.[LS]30\..*{_ARCHIVE}",
          "Unpack it, and scan again", elsewhere=True),
    _kind("a Harmonized Landsat Sentinel-2 (HLS) product of another version than 2.0",
          r"HLS\.[LS]30\.T\w{5}\.\d{7}T\d{6}\.v\d+\.\d+"),
    _kind("a Landsat Collection product of another level than Collection 2 Level 2",
          r"L[COTEM]\d{2}_L\w{3}_\d{6}_\d{8}_\d{8}_\d{2}_\w{2}", _AS_LEVEL_2),
    _kind("a Landsat scene in the naming before the Collections", r"L[COTEM]\d{14}[A-Z]{3}\d{2}", _AS_LEVEL_2),
    _kind("a SAFE product", r"(?!S2[A-D]_MSIL2A_).+\.SAFE$"),
    _kind("the metadata of a Landsat product of another level than Collection 2 Level 2",
          r"[\w-]+_MTL\.(txt|xml|json)$", _AS_LEVEL_2),
)


def left_out(path: str, name: str) -> tuple[str, LeftOut] | None:
    """Recognise a folder or file by its name.

    Args:
        path: where it lies.
        name: its name.

    Returns:
        The product's own name (files of one product share it) and why it is left out; None when unknown.
    """
    for kind in KINDS:
        match = kind.pattern.match(name)
        if match:
            yet = "" if kind.supported_elsewhere else ", which is not supported yet"
            return match["id"].upper(), LeftOut(path, f"is {kind.title}{yet}. {kind.remedy}.")
    return None
