"""Devices, threads and flags."""

import os
import re

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from threadpoolctl import threadpool_limits

from landweave.engine.errors import UserError
from landweave.engine.learning.networks import device
from landweave.engine.learning.networks.device import (
    CPU,
    FEWEST_ROWS,
    MOST_BATCH_BYTES,
    MOST_ROWS,
    choose_device,
    deterministic,
    rows_that_fit,
    torch_threads,
)

VARIABLE = "CUBLAS_WORKSPACE_CONFIG"


def test_a_card_is_taken_where_there_is_one(monkeypatch):
    monkeypatch.delenv(device.DEVICE_VARIABLE, raising=False)
    monkeypatch.setattr(device, "cuda_fault", lambda: "")
    assert choose_device().type == choose_device("auto").type == choose_device("cuda").type == "cuda"
    assert choose_device("cpu") == CPU
    monkeypatch.setenv(device.DEVICE_VARIABLE, "cpu")
    assert choose_device() == CPU
    assert choose_device("cuda").type == "cuda"


def test_without_a_card_the_processor_computes(monkeypatch):
    monkeypatch.delenv(device.DEVICE_VARIABLE, raising=False)
    monkeypatch.setattr(device, "cuda_fault", lambda: "no graphics card was found")
    assert choose_device() == choose_device("auto") == CPU
    with pytest.raises(UserError, match=r"DEVICE is cuda, but no graphics card was found\. Set DEVICE to cpu or auto"):
        choose_device("cuda")
    monkeypatch.setenv(device.DEVICE_VARIABLE, "cuda")
    with pytest.raises(UserError, match="LANDWEAVE_DEVICE is cuda"):
        choose_device()


def test_why_a_card_cannot_be_used_is_said(monkeypatch):
    if torch.version.cuda is None:
        assert "built for the CPU only" in device.cuda_fault()
    monkeypatch.setattr(torch.version, "cuda", "12.8")
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    assert "no graphics card" in device.cuda_fault()
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)

    def broken(*args, **named):
        raise RuntimeError("CUDA error: no kernel image is available for execution.\nmore")

    monkeypatch.setattr(torch, "zeros", broken)
    assert device.cuda_fault() == (
        "the graphics card cannot be used: CUDA error: no kernel image is available for execution"
    )


def test_another_device_is_refused(monkeypatch):
    monkeypatch.setenv(device.DEVICE_VARIABLE, "gpu")
    with pytest.raises(UserError, match=r"no device 'gpu' \(LANDWEAVE_DEVICE\).*auto, cpu, cuda"):
        choose_device()
    with pytest.raises(UserError, match=r"\(DEVICE\)"):
        choose_device("tpu")


def test_threads_are_as_before_also_after_an_error():
    before = torch.get_num_threads()
    with pytest.raises(ZeroDivisionError), torch_threads(before + 1):
        assert torch.get_num_threads() == before + 1
        raise ZeroDivisionError
    assert torch.get_num_threads() == before


def test_every_library_of_torch_has_so_many_threads():
    """Tasks run under threadpool_limits, which does not reach the MKL inside torch."""
    before = torch.get_num_threads()
    try:
        torch.set_num_threads(2)
        with threadpool_limits(limits=1), torch_threads(1):
            found = re.findall(r"(\w+_threads)\(\) : (\d+)", torch.__config__.parallel_info())
    finally:
        torch.set_num_threads(before)
    counts = {name: int(number) for name, number in found if "interop" not in name}
    assert counts and set(counts.values()) == {1}, counts


def test_flags_are_as_before(monkeypatch):
    monkeypatch.delenv(VARIABLE, raising=False)

    def flags():
        cudnn = torch.backends.cudnn
        set_now = torch.are_deterministic_algorithms_enabled(), cudnn.deterministic, cudnn.benchmark
        return (*set_now, os.environ.get(VARIABLE))

    before = flags()
    with pytest.raises(ZeroDivisionError), deterministic():
        assert flags()[:3] == (True, True, False)
        raise ZeroDivisionError
    assert flags() == before


@given(st.integers(0, 1 << 38), st.floats(0, 1e9))
def test_batches_fit_the_memory(free, each):
    rows = rows_that_fit(free, each)
    assert FEWEST_ROWS <= rows <= MOST_ROWS
    assert rows & (rows - 1) == 0
    assert rows == FEWEST_ROWS or rows * each <= min(free / 4, MOST_BATCH_BYTES)
    assert rows == MOST_ROWS or 2 * rows * max(each, 1) > min(free / 4, MOST_BATCH_BYTES)
