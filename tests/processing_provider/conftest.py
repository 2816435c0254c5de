"""qgis_process as a shell user has it, with a profile of its own; and the provider inside QGIS."""

import json
import os
import shutil
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Outcome:
    """What a command left behind."""

    code: int
    output: str
    errors: str
    seconds: float

    def json(self):
        """Return the one JSON document on standard output."""
        return json.loads(self.output)


class QgisProcess:
    """Runs `qgis_process` with a clean profile in which the checkout is the plugin.

    Debian 12's wrapper passes options that its program does not know, so the program itself is
    called where it is there.
    """

    def __init__(self, folder: Path) -> None:
        self.program = shutil.which("qgis_process.bin") or shutil.which("qgis_process")
        self.folder = folder
        runtime = folder / "runtime"
        runtime.mkdir(mode=0o700)
        self.environment = {
            **{k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "LANDWEAVE", "PYTEST"))},
            "QT_QPA_PLATFORM": "offscreen",
            "XDG_RUNTIME_DIR": str(runtime),
            "QGIS_CUSTOM_CONFIG_PATH": str(folder / "profile"),
            "QGIS_PLUGINPATH": str(plugin_path(folder)),
        }
        if Path("/usr/lib/grass82/lib").is_dir():
            self.environment["LD_LIBRARY_PATH"] = "/usr/lib/grass82/lib"
        enabled = self("plugins", "enable", "landweave")
        assert enabled.code == 0, enabled.errors

    def start(self, *arguments, folder=None, **environment) -> subprocess.Popen:
        """Start it and return the process, for tests that interrupt it."""
        return subprocess.Popen(
            [self.program, *map(str, arguments)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=folder or self.folder,
            env={**self.environment, **environment},
            start_new_session=True,
        )

    def __call__(self, *arguments, folder=None, timeout=300, **environment) -> Outcome:
        """Run it to its end."""
        started = time.monotonic()
        process = self.start(*arguments, folder=folder, **environment)
        try:
            output, errors = process.communicate(timeout=timeout)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            raise
        return Outcome(process.returncode, output, errors, time.monotonic() - started)

    def run(self, algorithm, parameters, *, as_json=True, **options) -> Outcome:
        """Run an algorithm of Landweave; a list gives a parameter several times."""
        pairs = [(k, v) for k, values in parameters.items() for v in (values if isinstance(values, list) else [values])]
        flags = ["--json"] if as_json else []
        given = [f"{name}={value}" for name, value in pairs]
        return self("run", f"landweave:{algorithm}", *flags, "--", *given, **options)


def plugin_path(folder: Path) -> Path:
    """Return a folder that holds a link `landweave` to the checkout."""
    plugins = folder / "plugins"
    plugins.mkdir()
    (plugins / "landweave").symlink_to(ROOT)
    return plugins


@pytest.fixture(scope="session")
def qgis_process(tmp_path_factory) -> QgisProcess:
    """Return `qgis_process` with Landweave enabled."""
    process = shutil.which("qgis_process.bin") or shutil.which("qgis_process")
    if process is None:
        pytest.skip("qgis_process is not installed")
    return QgisProcess(tmp_path_factory.mktemp("qgis_process"))


@pytest.fixture(scope="session")
def provider(qgis_app, qgis_processing):
    """Return the provider, registered in this process's QGIS."""

    from landweave.processing_provider.provider import LandweaveProvider

    provider = LandweaveProvider()
    provider.register()
    return provider


@pytest.fixture(scope="session")
def polygons(tmp_path_factory) -> Path:
    """Return a GeoPackage of two squares with the columns code and name."""
    from osgeo import ogr, osr

    path = tmp_path_factory.mktemp("polygons") / "polygons.gpkg"
    crs = osr.SpatialReference()
    crs.ImportFromEPSG(32631)
    source = ogr.GetDriverByName("GPKG").CreateDataSource(str(path))
    layer = source.CreateLayer("polygons", crs, ogr.wkbPolygon)
    layer.CreateField(ogr.FieldDefn("code", ogr.OFTInteger))
    layer.CreateField(ogr.FieldDefn("name", ogr.OFTString))
    for code, x in ((1, 0), (2, 200)):
        feature = ogr.Feature(layer.GetLayerDefn())
        feature["code"], feature["name"] = code, f"class {code}"
        ring = f"{x} 0, {x + 100} 0, {x + 100} 100, {x} 100, {x} 0"
        feature.SetGeometry(ogr.CreateGeometryFromWkt(f"POLYGON (({ring}))"))
        layer.CreateFeature(feature)
    del layer, source
    return path


@pytest.fixture(scope="session")
def small_series(tmp_path_factory) -> Path:
    """Return a folder of three images of 20 x 20 pixels and two bands, the date in each name."""
    import numpy as np
    from osgeo import gdal, osr

    folder = tmp_path_factory.mktemp("small") / "images"
    folder.mkdir()
    crs = osr.SpatialReference()
    crs.ImportFromEPSG(32631)
    random = np.random.default_rng(1)
    for date in ("20180110", "20180420", "20180730"):
        path = str(folder / f"field_{date}.tif")
        image = gdal.GetDriverByName("GTiff").Create(path, 20, 20, 2, gdal.GDT_Int16)
        image.SetGeoTransform((500000, 10, 0, 4800200, 0, -10))
        image.SetProjection(crs.ExportToWkt())
        for band in (1, 2):
            image.GetRasterBand(band).WriteArray(random.integers(200, 4000, (20, 20)).astype("int16"))
        del image
    return folder
