"""Maps against maps: of two dates or two methods, of several runs, of a series of years."""
