"""The time series at points, as a page to look at and as a table."""
