"""The computing core of Landweave. Never imports qgis."""

__version__ = "0.1.0"
