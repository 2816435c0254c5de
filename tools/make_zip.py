"""Builds the zip that QGIS installs: dist/landweave-<version>.zip. Equal sources give equal bytes."""

from __future__ import annotations

import configparser
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FILES = ("__init__.py", "metadata.txt", "LICENSE", "README.md", "CHANGELOG.md", "CONTRIBUTING.md", "requirements.txt",
         "requirements-optional.txt", "benchmarks/README.md")
FOLDERS = ("docs", "engine", "i18n", "plugin", "processing_provider", "resources")
LEFT_OUT = ("__pycache__", ".pyc", ".ts", ".nbi", ".nbc", ".aux.xml")
TIME = (2000, 1, 1, 0, 0, 0)


def version() -> str:
    """Return the version that metadata.txt states."""
    metadata = configparser.ConfigParser(interpolation=None)
    metadata.read(ROOT / "metadata.txt", encoding="utf-8")
    return metadata["general"]["version"]


def contents() -> list[Path]:
    """Return the files of the plugin, sorted."""
    below = [path for folder in FOLDERS for path in (ROOT / folder).rglob("*") if path.is_file()]
    kept = [path for path in below if not any(mark in str(path.relative_to(ROOT)) for mark in LEFT_OUT)]
    return sorted(kept + [ROOT / name for name in FILES])


def build(target: Path) -> Path:
    """Write the zip and return its path."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path in contents():
            entry = zipfile.ZipInfo(f"landweave/{path.relative_to(ROOT).as_posix()}", TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, path.read_bytes())
    return target


if __name__ == "__main__":
    wanted = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "dist" / f"landweave-{version()}.zip"
    sys.stdout.write(f"{build(wanted)}\n")
