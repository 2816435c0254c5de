"""A synthetic area whose truth is known: landscape, phenology, clouds, and Theia products written from them."""
