"""Matrices of more rows than memory should hold: in a file, mapped, and gone through some rows at a time.

A mapped file is read where it is touched. Its pages belong to the system, which takes them back when memory is short.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from landweave.engine.runtime.files import atomic_path
from landweave.engine.types import AnyArray, BoolArray, IntArray

ROWS_AT_ONCE = 8192


def row_slices(rows: int, at_once: int = 0) -> Iterator[slice]:
    """Yield the slices that go through so many rows, so many at once (0: `ROWS_AT_ONCE`)."""
    step = at_once or ROWS_AT_ONCE
    for start in range(0, rows, step):
        yield slice(start, min(start + step, rows))


def save_rows(path: Path, shape: tuple[int, int], dtype: np.dtype[Any], parts: Iterable[AnyArray]) -> None:
    """Write a matrix as NumPy's own file (`.npy`), part by part; it appears when it is whole.

    Args:
        path: of the file.
        shape: of the whole matrix, (row, column).
        dtype: of the file; parts are converted.
        parts: of shape (some rows, column), in order.

    Raises:
        UserError: if the folder cannot be written to or the disk is full.
        ValueError: if the parts have another number of rows.
    """
    header = {"descr": dtype.str, "fortran_order": False, "shape": shape}
    written = 0
    with atomic_path(path) as temporary, temporary.open("wb") as file:
        np.lib.format.write_array_header_1_0(file, header)  # type: ignore[no-untyped-call]
        for part in parts:
            file.write(np.ascontiguousarray(part, dtype).tobytes())
            written += len(part)
        if written != shape[0]:
            raise ValueError(f"{written} rows for {path}, not {shape[0]}")


def map_rows(path: Path) -> AnyArray:
    """Return the matrix of a file, read-only and left on the disk, shape (row, column)."""
    found: AnyArray = np.load(path, mmap_mode="r", allow_pickle=False)
    return found


def take_rows(matrix: AnyArray, rows: BoolArray | IntArray) -> AnyArray:
    """Return the chosen rows, shape (chosen, column).

    All rows in their order are the matrix itself, not a copy. Rows of a mapped file become another file beside it,
    named by what it holds.
    """
    if len(rows) == len(matrix) and _are_all(rows):
        return matrix
    if not isinstance(matrix, np.memmap) or matrix.filename is None:
        chosen: AnyArray = matrix[rows]
        return chosen
    numbers = np.flatnonzero(rows) if rows.dtype == np.bool_ else rows
    found = hashlib.sha256(repr((matrix.dtype.str, len(numbers), matrix.shape[1])).encode())
    for part in _parts(matrix, numbers):
        found.update(part.tobytes())
    path = Path(matrix.filename).with_name(f"rows_{found.hexdigest()[:32]}.npy")
    if not path.is_file():
        save_rows(path, (len(numbers), matrix.shape[1]), matrix.dtype, _parts(matrix, numbers))
    return map_rows(path)


def _are_all(rows: BoolArray | IntArray) -> bool:
    return bool(rows.all()) if rows.dtype == np.bool_ else np.array_equal(rows, np.arange(len(rows)))


def _parts(matrix: AnyArray, numbers: AnyArray) -> Iterator[AnyArray]:
    return (matrix[numbers[some]] for some in row_slices(len(numbers)))
