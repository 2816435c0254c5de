"""Run every benchmark, one after the other; the exit code is 1 if a requirement is not met."""

from __future__ import annotations

import active_learning
import annual_crops
import applicability
import area_coverage
import augmentation
import auto_context
import classify_memory
import common
import compare_memory
import conformal
import describe_year
import extract_polygons
import forest
import forest_training
import fused_chain
import fusion
import gap_filling
import interval_coverage
import label_noise
import memory
import network_inference
import network_pipeline
import networks
import otb_classifier
import percentiles
import pretraining
import reading
import real_data
import regions
import sample_memory
import sar_optical
import spatial_folds
import three_sensors
import tile_cache
import vectorize
import whittaker
import workers
import yearly_maps

BENCHMARKS = (gap_filling, whittaker, percentiles, forest, fused_chain, reading, extract_polygons, tile_cache, workers,
              classify_memory, memory, sample_memory, real_data, label_noise, spatial_folds, augmentation,
              active_learning, annual_crops, yearly_maps, compare_memory, regions, describe_year, three_sensors,
              fusion, sar_optical, auto_context,
              forest_training, otb_classifier, vectorize, pretraining,
              area_coverage, interval_coverage, conformal, applicability, network_inference, network_pipeline, networks)


def main(quick: bool) -> bool:
    """Print all tables; True if all requirements are met."""
    met = {module.__name__: module.main(quick) for module in BENCHMARKS}
    print("\n" + "\n".join(f"{name}: {'met' if good else 'NOT MET'}" for name, good in met.items()))
    return all(met.values())


if __name__ == "__main__":
    raise SystemExit(0 if main(common.arguments(__doc__)) else 1)
