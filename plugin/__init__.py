"""What a person sees in QGIS beside the Processing toolbox."""
