"""Workers and blocks fit the memory that there is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from landweave.engine.errors import UserError
from landweave.engine.runtime import memory
from landweave.engine.runtime.context import RunContext
from landweave.engine.runtime.memory import MIB, plan_memory


@given(
    workers=st.integers(1, 64),
    mib=st.integers(1, 200_000),
    per_pixel=st.floats(1, 50_000),
    fixed=st.integers(0, 2000),
    tasks=st.none() | st.integers(1, 100),
)
def test_a_plan_never_exceeds_the_budget(workers, mib, per_pixel, fixed, tasks):
    context = RunContext(workers=workers, memory_mib=mib)
    try:
        plan = plan_memory(context, per_pixel, fixed * MIB, tasks)
    except UserError as error:
        assert fixed * MIB + memory.SMALLEST_BLOCK * per_pixel > mib * MIB  # one block does not fit
        assert f"{mib} MiB" in error.message
        return
    assert 1 <= plan.workers <= min(workers, tasks or workers)
    assert memory.SMALLEST_BLOCK <= plan.pixels_per_block <= memory.LARGEST_BLOCK
    assert plan.workers * (fixed * MIB + plan.pixels_per_block * per_pixel) <= mib * MIB


def test_workers_are_given_up_before_blocks_get_small():
    # 4 workers x (100 MiB + 16384 px x 16 KiB = 256 MiB) = 1424 MiB do not fit in 1200 MiB; 3 do.
    plan = plan_memory(RunContext(workers=4, memory_mib=1200), 16 * 1024, 100 * MIB)
    assert plan.workers == 3
    assert plan.pixels_per_block == int((400 - 100) * MIB / (16 * 1024))


def test_the_remedy_of_a_small_budget_is_enough():
    with pytest.raises(UserError) as caught:
        plan_memory(RunContext(memory_mib=10), 1000.0)
    needed = int("".join(c for c in caught.value.hint.split(" or ")[0] if c.isdigit()))
    assert plan_memory(RunContext(memory_mib=needed), 1000.0).workers == 1


def test_the_default_is_a_gibibyte_each_within_a_share_of_what_is_free(monkeypatch):
    monkeypatch.setattr(memory, "available_bytes", lambda: 100 * 1024 * MIB)
    assert memory.memory_budget(0, 3) == 3 * 1024 * MIB
    monkeypatch.setattr(memory, "available_bytes", lambda: 1000 * MIB)
    assert memory.memory_budget(0, 3) == 600 * MIB


def test_little_free_memory_still_gives_a_plan(monkeypatch):
    monkeypatch.setattr(memory, "available_bytes", lambda: 10 * MIB)
    assert plan_memory(RunContext(workers=8), 5000.0) == memory.MemoryPlan(1, memory.SMALLEST_BLOCK)


def test_zero_workers_is_one_per_core():
    assert memory.requested_workers(0) == memory.usable_cores() >= 1
    assert memory.requested_workers(0, tasks=1) == 1
    assert memory.requested_workers(5, tasks=0) == 1


def test_the_limit_of_a_container_counts(tmp_path, monkeypatch):
    limit, used = tmp_path / "memory.max", tmp_path / "memory.current"
    monkeypatch.setattr(memory, "CGROUP_FILES", ((str(limit), str(used)),))
    limit.write_text("max\n")
    used.write_text("5\n")
    unlimited = memory.available_bytes()
    limit.write_text(str(100 * MIB))
    used.write_text(str(40 * MIB))
    assert memory.available_bytes() == 60 * MIB < unlimited
