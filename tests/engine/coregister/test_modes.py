"""Which image is compared with which, and what images get that cannot be compared: with a compare that only adds."""

from dataclasses import replace
from datetime import date

from landweave.engine.coregister.correlate import Agreement
from landweave.engine.coregister.measure import Measured
from landweave.engine.coregister.modes import against_reference, chain, fill, one_for_all
from landweave.engine.raster.grid import Grid
from landweave.engine.sensors.product import BandSource, Product

GRID = Grid("", 0, 0, 10, 10, 100, 100)
TRUTH = {1: (3.0, 1.0), 5: (4.0, -2.0), 9: (-1.0, 0.5), 13: (2.0, 2.0), 17: (7.0, 6.0)}
"""By day of January: what has to be added to where an image says that it is."""


def image(day):
    return Product(f"i{day}", "user", "S", "T", f"2020-01-{day:02d}", f"/{day}.tif", GRID, (BandSource("red", ""),))


SERIES = [image(day) for day in TRUTH]


def number(product):
    return product.day.day


def measured(x, y):
    return Measured((x, y), Agreement(x / 10, -y / 10, 20, 20, 0.9, 0.1), 64, GRID)


class World:
    """Compares by the truth, but where clouds hide it; remembers what was asked."""

    def __init__(self, dark=(), apart=()):
        self.dark, self.apart, self.asked = set(dark), set(apart), []

    def to_reference(self, product):
        self.asked.append(number(product))
        return "is dark" if number(product) in self.dark else measured(*TRUTH[number(product)])

    def compare(self, product, other):
        pair = number(product), number(other)
        self.asked.append(pair)
        if pair in self.apart or self.dark & set(pair):
            return "is dark"
        (x, y), (a, b) = TRUTH[pair[0]], TRUTH[pair[1]]
        return measured(x - a, y - b)

    def chain(self, day=None):
        found = chain(SERIES, self.to_reference, self.compare, day)
        return {number(p.product): p for p in found}


def shifts(found):
    return {number(p.product): p.shift for p in found}


def test_each_with_the_reference():
    placed = [against_reference(p, World(dark={9}).to_reference) for p in SERIES]
    assert [p.status for p in placed] == ["measured"] * 2 + ["unchanged"] + ["measured"] * 2
    found = fill(placed)
    assert shifts(found) == {**TRUTH, 9: (3.5, 1.5)}  # the median of the others
    assert (found[2].status, found[2].reason) == ("borrowed", "is dark")


def test_one_for_all():
    placed = [against_reference(p, World(dark={9}).to_reference) for p in SERIES]
    found = one_for_all(placed)
    assert set(shifts(found).values()) == {(3.5, 1.5)}
    assert [p.status for p in found] == ["measured"] * 2 + ["borrowed"] + ["measured"] * 2


def test_a_chain_adds_up_from_the_date_of_the_reference():
    world = World()
    found = world.chain(date(2020, 1, 8))
    assert {d: p.shift for d, p in found.items()} == TRUTH
    assert world.asked == [9, (13, 9), (17, 13), (5, 9), (1, 5)]


def test_a_chain_begins_with_the_first_that_can_be_measured():
    world = World(dark={1})
    found = world.chain()
    assert world.asked[:2] == [1, 5]
    assert {d: p.shift for d, p in found.items()} == {**TRUTH, 1: TRUTH[5]}
    assert (found[1].status, found[1].reason) == ("borrowed", "is dark")


def test_a_chain_asks_an_earlier_date_where_two_share_nothing():
    world = World(apart={(9, 5)}, dark={13})
    found = world.chain()
    assert {d: p.shift for d, p in found.items()} == {**TRUTH, 13: TRUTH[9]}
    assert world.asked == [1, (5, 1), (9, 5), (9, 1), (13, 9), (13, 5), (13, 1), (17, 9)]


def test_nothing_known_changes_nothing():
    before = [replace(p, shift=(1.0, 2.0)) for p in SERIES]
    dark = World(dark=TRUTH)
    every = [against_reference(p, dark.to_reference) for p in before]
    for found in (fill(every), one_for_all(every), chain(before, dark.to_reference, dark.compare, None)):
        assert [(p.shift, p.status) for p in found] == [((1.0, 2.0), "unchanged")] * 5


def test_the_reference_itself_stays():
    placed = [against_reference(p, lambda p: None if number(p) == 5 else measured(1.0, 1.0)) for p in SERIES]
    assert [p.status for p in one_for_all(fill(placed))].count("reference") == 1
    assert shifts(one_for_all(fill(placed)))[5] == (0.0, 0.0)
