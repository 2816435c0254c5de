"""What is said where an optional package is not there."""

from __future__ import annotations

from landweave.engine.errors import UserError
from landweave.engine.jobs.requirements import OPTIONAL


def missing_package(what: str, module: str) -> UserError:
    """Return the error to raise.

    Args:
        what: begin of the sentence: what needs the package, with its verb: `Superpixels need`.
        module: by which it is imported, one of OPTIONAL.
    """
    known = next((r for r in OPTIONAL if r.module == module), None)
    package, wanted = (known.package, known.for_pip()) if known else (module, module)
    return UserError(f"{what} the package {package}, which is not installed.",
                     f'Install it for the Python of the workers: python -m pip install "{wanted}".')
