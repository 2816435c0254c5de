"""Landweave: land-cover maps from satellite image time series, in QGIS."""


def classFactory(iface):  # noqa: N802 (the name QGIS calls)
    """Return the plugin object; heavy modules are imported only when used."""
    from .plugin.main import LandweavePlugin

    return LandweavePlugin(iface)
