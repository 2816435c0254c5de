#!/usr/bin/env bash
# From nothing to a validated map: makes a synthetic area, maps it, and draws a picture. Run again, it redoes nothing.
set -euo pipefail
cd "$(dirname "$0")/.."
folder=${1:-demo_run}
mkdir -p "$folder"
folder=$(cd "$folder" && pwd)
area="$folder/area"

tools/qgis_process.sh run landweave:demo_data -- \
    OUTPUT="$area" SIZE="${SIZE:-512}" SENSORS="${SENSORS:-sentinel2}" CLOUDINESS="${CLOUDINESS:--1}"
tools/qgis_process.sh run landweave:classification_chain -- \
    INPUT="$area/products" REFERENCE="$area/reference.gpkg" CLASS_FIELD=code \
    REGIONS="$area/regions.gpkg" REGION_FIELD=region NOMENCLATURE="$area/nomenclature.csv" \
    RUN_FOLDER="$folder/run" MAP="$folder/map.tif" CONFIDENCE="$folder/confidence.tif" \
    VALIDITY="$folder/validity.tif" REPORT="$folder/report.html"
.venv/bin/python tools/picture.py "$folder/map.tif" "$folder/confidence.tif" "$folder/picture.png"

cat <<END

The map:        $folder/map.tif (opens in QGIS with its legend)
Its confidence: $folder/confidence.tif
How good it is: $folder/report.html (opens in a browser)
A picture:      $folder/picture.png
END
