"""The likeliest course of years that keeps to the rules, and how likely each of its classes is.

A place is a Markov chain over the years, of which the maps are noisy observations (a hidden Markov model; for yearly
land-cover maps: Abercrombie and Friedl 2016, doi 10.1109/TGRS.2015.2463689). What the rules say of several years is
held by more states than there are classes: a class with the condition that it is still bound to, and for how long.
Courses that break a rule have no path through these states, so that the likeliest one (Viterbi 1967, doi
10.1109/TIT.1967.1054010) never does, and the chances (forward-backward; Rabiner 1989, doi 10.1109/5.18626) are those
given that the rules hold.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from landweave.engine.comparison.year_rules import YearRules
from landweave.engine.errors import UserError
from landweave.engine.kernel import kernel
from landweave.engine.types import Float32Array, Float64Array, IntArray

UNLIKELY = 1e-4
"""Chances below are taken for this: a class that a map rules out may still be what the rules ask for."""


@dataclass(frozen=True, eq=False)
class Automaton:
    """The states of a place and the ways between them.

    Args:
        classes: class (its number) of each state; the first states are the classes themselves, not bound.
        starts: first way of each state, and the number of ways, shape (state + 1,).
        ends: state that each way leads to, shape (way,).
        weights: of each way, same shape.
    """

    classes: IntArray
    starts: IntArray
    ends: IntArray
    weights: Float64Array


def automaton(rules: YearRules) -> Automaton:
    """Return the states and ways that rules leave.

    While a place is bound by a condition it may only move among the condition's classes, and such a move brings no
    condition of its own. At the end of the series a condition may be open.

    Raises:
        UserError: naming a class that can neither stay nor become another.
    """
    size = len(rules.codes)
    states: dict[tuple[int, int, int], int] = {(number, -1, 0): number for number in range(size)}
    for condition, years in enumerate(rules.years.tolist()):
        if not (rules.waits == condition).any():
            continue  # a later line stands above it
        for number in np.flatnonzero(rules.sets[condition]).tolist():
            for left in range(1, years):
                states[(number, condition, left)] = len(states)
    starts, ends, weights = [0], [], []
    for number, condition, left in states:
        for other in np.flatnonzero(rules.weights[number] > 0).tolist():
            if left:
                if not rules.sets[condition, other]:
                    continue
                state = (other, condition, left - 1) if left > 1 else (other, -1, 0)
            else:
                brought = int(rules.waits[number, other])
                state = (other, -1, 0) if brought < 0 else (other, brought, int(rules.years[brought]) - 1)
            ends.append(states[state])
            weights.append(float(rules.weights[number, other]))
        if len(ends) == starts[-1]:
            raise UserError(f"By the rules class {rules.codes[number]} can neither stay nor become another.",
                            "Allow it to stay, or to become another class (RULES).")
        starts.append(len(ends))
    return Automaton(np.array([number for number, _, _ in states], np.int64), np.array(starts, np.int64),
                     np.array(ends, np.int64), np.array(weights, np.float64))


def likeliest(
    chances: Float32Array, tiebreak: IntArray, ways: Automaton, with_chances: bool = True
) -> tuple[IntArray, Float32Array]:
    """Return the likeliest course of each place, and the chance of each of its classes given all years.

    Args:
        chances: of the classes in each year by the map, shape (year, class, place); 1 for all where nothing is known.
        tiebreak: class that counts where courses are equally likely, its number, -1: none, shape (year, place).
        ways: that the rules leave.
        with_chances: else those of the result are 0, in half the time.

    Returns:
        Number of the class, and its chance, both (year, place).
    """
    years, _, places = chances.shape
    found = np.empty((years, places), np.int64)
    sure = np.zeros((years, places), np.float32)
    _walk(chances, tiebreak, ways.classes, ways.starts, ways.ends, ways.weights, np.log(ways.weights), with_chances,
          found, sure)
    return found, sure


@kernel
def _walk(
    chances: Float32Array, tiebreak: IntArray, classes: IntArray, starts: IntArray, ends: IntArray,
    weights: Float64Array, logs: Float64Array, with_chances: bool, found: IntArray, sure: Float32Array,
) -> None:
    years, size, places = chances.shape
    states = len(classes)
    seen, seen_log = np.empty((years, size)), np.empty((years, size))
    best, came = np.empty((years, states)), np.empty((years, states), np.int64)
    ahead, behind = np.empty((years, states)), np.empty((years, states))
    for place in range(places):
        for year in range(years):
            for c in range(size):
                chance = max(float(chances[year, c, place]), UNLIKELY)
                seen[year, c] = chance
                seen_log[year, c] = np.log(chance) + (1e-7 if tiebreak[year, place] == c else 0.0)
        _viterbi(seen_log, classes, starts, ends, logs, size, best, came)
        if with_chances:
            _both_ways(seen, classes, starts, ends, weights, size, ahead, behind)
        last = 0
        for state in range(states):
            if best[years - 1, state] > best[years - 1, last]:
                last = state
        for back in range(years):
            year = years - 1 - back
            found[year, place] = classes[last]
            if with_chances:
                sure[year, place] = _share(ahead[year], behind[year], classes, classes[last])
            last = came[year, last]


@kernel
def _share(ahead: Float64Array, behind: Float64Array, classes: IntArray, number: int) -> float:
    """Return the chance of a class in a year."""
    own, total = 0.0, 0.0
    for state in range(len(classes)):
        chance = ahead[state] * behind[state]
        total += chance
        if classes[state] == number:
            own += chance
    return own / total


@kernel
def _viterbi(
    seen: Float64Array, classes: IntArray, starts: IntArray, ends: IntArray, logs: Float64Array, size: int,
    best: Float64Array, came: IntArray,
) -> None:
    years, states = best.shape
    best[:] = -np.inf
    came[:] = 0
    for state in range(size):
        best[0, state] = seen[0, classes[state]]
    for year in range(1, years):
        for state in range(states):
            here = best[year - 1, state]
            if here == -np.inf:
                continue
            for way in range(starts[state], starts[state + 1]):
                value = here + logs[way]
                if value > best[year, ends[way]]:
                    best[year, ends[way]] = value
                    came[year, ends[way]] = state
        for state in range(states):
            best[year, state] += seen[year, classes[state]]


@kernel
def _both_ways(
    seen: Float64Array, classes: IntArray, starts: IntArray, ends: IntArray, weights: Float64Array, size: int,
    ahead: Float64Array, behind: Float64Array,
) -> None:
    """Fill in the chances of what was seen up to a year, and after it, each year scaled to 1."""
    years, states = ahead.shape
    ahead[:] = 0.0
    behind[:] = 0.0
    for state in range(size):
        ahead[0, state] = seen[0, classes[state]]
    for year in range(1, years):
        total = 0.0
        for state in range(states):
            total += ahead[year - 1, state]
        for state in range(states):
            here = ahead[year - 1, state] / total
            if here > 0:
                for way in range(starts[state], starts[state + 1]):
                    ahead[year, ends[way]] += here * weights[way]
        for state in range(states):
            ahead[year, state] *= seen[year, classes[state]]
    for state in range(states):
        behind[years - 1, state] = 1.0
    for back in range(1, years):
        year = years - 1 - back
        total = 0.0
        for state in range(states):
            value = 0.0
            for way in range(starts[state], starts[state + 1]):
                value += weights[way] * seen[year + 1, classes[ends[way]]] * behind[year + 1, ends[way]]
            behind[year, state] = value
            total += value
        for state in range(states):
            behind[year, state] /= total
