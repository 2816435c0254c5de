"""What this Python has of what the jobs need, and what to do about the rest."""

from __future__ import annotations

import importlib
import platform
import re
import sys
from dataclasses import asdict, dataclass
from importlib import metadata
from typing import TYPE_CHECKING

from landweave.engine import __version__
from landweave.engine.jobs.requirements import LATER, OPTIONAL, REQUIRED, Requirement, pip_command
from landweave.engine.runtime.files import atomic_path
from landweave.engine.runtime.graphics_card import graphics_card
from landweave.engine.runtime.installation_page import installation_page
from landweave.engine.runtime.memory import MIB, available_bytes, memory_budget, usable_cores
from landweave.engine.types import Json

if TYPE_CHECKING:
    from landweave.engine.jobs import CheckInstallationJob
    from landweave.engine.runtime.context import RunContext

DRIVERS = {
    "GTiff": "maps and images",
    "GPKG": "catalogues, samples, polygons",
    "JP2OpenJPEG": "images in JPEG 2000 (Sentinel-2 SAFE)",
    "COG": "cloud-optimised maps",
    "netCDF": "images in netCDF",
    "HDF5": "images in HDF5",
    "Zarr": "images in Zarr",
}
NEEDED_DRIVERS = ("GTiff", "GPKG")
FINE, MISSING, TOO_OLD, UNTRIED, BROKEN = "fine", "missing", "too old", "newer than tried", "cannot be imported"


@dataclass(frozen=True)
class PackageState:
    """One package: what is there, what was tried, and what to do."""

    name: str
    purpose: str
    version: str
    wanted: str
    state: str
    remedy: str


def run(job: CheckInstallationJob, context: RunContext) -> dict[str, Json]:
    """Look at this Python and machine; tell it as events, and as a page if one is asked for."""
    found = inspect_installation()
    tell(found, context)
    if job.output_html:
        with atomic_path(job.output_html) as part:
            part.write_text(installation_page(found), encoding="utf-8")
        context.artifact("OUTPUT_HTML", job.output_html)
        found = {**found, "OUTPUT_HTML": job.output_html}
    return found


def inspect_installation() -> dict[str, Json]:
    """Return what is there, as plain values.

    Returns:
        `ready` tells whether the main job can be done; `python`, `system`, `required`, `optional`, `later`, `drivers`,
        `graphics_card`; `install`: the command that mends the required packages, empty if nothing is to be mended.
    """
    required = [package_state(r) for r in REQUIRED]
    optional, later = ([package_state(r) for r in packages] for packages in (OPTIONAL, LATER))
    drivers = driver_states()
    card = graphics_card()
    mendable = tuple(r for r, s in zip(REQUIRED, required) if s.state not in (FINE, UNTRIED) and r.package)
    usable = all(s.state in (FINE, UNTRIED, TOO_OLD) for s in required)
    return {
        "ready": usable and all(d["present"] for d in drivers if d["name"] in NEEDED_DRIVERS),
        "landweave": __version__,
        "python": {"version": platform.python_version(), "executable": sys.executable},
        "system": {
            "platform": platform.platform(),
            "cores": usable_cores(),
            "available_memory_mib": available_bytes() // MIB,
            "default_memory_mib": memory_budget(0, usable_cores()) // MIB,
        },
        "required": [asdict(s) for s in required],
        "optional": [asdict(s) for s in optional],
        "later": [asdict(s) for s in later],
        "drivers": drivers,
        "graphics_card": {**asdict(card), "said": card.describe()},
        "install": pip_command(sys.executable, mendable) if mendable else "",
    }


def package_state(requirement: Requirement) -> PackageState:
    """Return what there is of a package. An optional one is not imported: its version tells enough."""
    version, state = _version_of(requirement), FINE
    error = "" if version else "not installed"
    if requirement in REQUIRED:
        error = _import_error(requirement.module)
    if error:
        state = BROKEN if version else MISSING
    elif requirement.lower and version and version_tuple(version) < version_tuple(requirement.lower):
        state = TOO_OLD
    elif requirement.upper and version and _beyond(version, requirement):
        state = UNTRIED
    wanted = requirement.for_pip()[len(requirement.package) :]
    name = requirement.package or requirement.module
    return PackageState(name, requirement.purpose, version, wanted, state, _remedy(requirement, state, error))


def driver_states() -> list[Json]:
    """Return which of GDAL's formats are there."""
    try:
        from osgeo import gdal
    except ImportError:
        return [{"name": name, "purpose": purpose, "present": False} for name, purpose in DRIVERS.items()]
    gdal.UseExceptions()
    return [
        {"name": name, "purpose": purpose, "present": gdal.GetDriverByName(name) is not None}
        for name, purpose in DRIVERS.items()
    ]


def version_tuple(version: str) -> tuple[int, ...]:
    """Return the numbers of a version for comparison: (1, 26, 4); what follows them (rc1, +cpu) is left out."""
    numbers = re.match(r"\d+(\.\d+)*", version)
    return tuple(int(n) for n in numbers.group().split(".")) if numbers else ()


def tell(found: dict[str, Json], context: RunContext) -> None:
    """Say in sentences what was found."""
    python, system = found["python"], found["system"]
    context.log(f"Landweave {found['landweave']}, Python {python['version']}: {python['executable']}")
    context.log(
        f"{system['cores']} cores; {system['available_memory_mib']} MiB of memory free, "
        f"of which a run uses at most {system['default_memory_mib']} MiB unless MEMORY_MIB says otherwise."
    )
    for package in found["required"]:
        line = f"{package['name']} {package['version']}: {package['state']} ({package['purpose']})"
        (context.log if package["state"] == FINE else context.warning)(f"{line}. {package['remedy']}".strip(" ."))
    for package in found["optional"]:
        line = f"for {package['purpose']} only: {package['name']} {package['version']}: {package['state']}"
        context.log(f"{line}. {package['remedy']}".strip(" ."))
    for package in found["later"]:
        context.log(f"not needed by this version: {package['name']}: {package['state']} ({package['purpose']})")
    context.log(found["graphics_card"]["said"])
    for driver in found["drivers"]:
        if not driver["present"]:
            context.warning(f"GDAL lacks the driver {driver['name']} ({driver['purpose']}).")
    if found["install"]:
        context.warning(f"To install what is missing or too old: {found['install']}")
    context.log("All that the main job needs is there." if found["ready"] else "The main job cannot be done yet.")


def _beyond(version: str, requirement: Requirement) -> bool:
    found, upper = version_tuple(version), version_tuple(requirement.upper)
    return found > upper or (found == upper and requirement.upper != requirement.lower)


def _version_of(requirement: Requirement) -> str:
    name = requirement.package.split("[")[0] or "GDAL"
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""


def _import_error(module: str) -> str:
    try:
        importlib.import_module(module)
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return ""


def _remedy(requirement: Requirement, state: str, error: str) -> str:
    """Return what to do about a package, empty if nothing."""
    if state == FINE:
        return ""
    if state == UNTRIED:
        return "Landweave was not tried with it; if something fails, install the version wanted."
    if not requirement.package:
        return f"{error}. Install GDAL for this Python (Debian: apt-get install python3-gdal; or conda, or OSGeo4W)."
    command = pip_command(sys.executable, (requirement,))
    return f"{error}. Install: {command}" if state == BROKEN else f"Install: {command}"
