"""Run every benchmark, one after the other; the exit code is 1 if a requirement is not met."""

from __future__ import annotations

import classify_memory
import common
import forest
import fused_chain
import gap_filling
import real_data

BENCHMARKS = (gap_filling, forest, fused_chain, classify_memory, real_data)


def main(quick: bool) -> bool:
    """Print all tables; True if all requirements are met."""
    met = {module.__name__: module.main(quick) for module in BENCHMARKS}
    print("\n" + "\n".join(f"{name}: {'met' if good else 'NOT MET'}" for name, good in met.items()))
    return all(met.values())


if __name__ == "__main__":
    raise SystemExit(0 if main(common.arguments(__doc__)) else 1)
