"""What is done with a map once it is made: calmer, as polygons, as figures."""
