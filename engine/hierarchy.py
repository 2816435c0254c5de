"""Levels of a nomenclature: which class holds which."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from landweave.engine.errors import UserError

LARGEST_CODE = 65535
_UNDECIDED = 255
"""Code that fused maps give to places without a class: no class of Landweave's own making gets it."""


@dataclass(frozen=True)
class Hierarchy:
    """The tree of the classes.

    Args:
        parents: code of the class that holds a class, by its code; classes at the top are not in it.
        groups: names of the classes that only hold others and have no line in the file, by the code that they get.
    """

    parents: Mapping[int, int]
    groups: Mapping[int, str]

    @classmethod
    def of(cls, classes: Sequence[tuple[int, str, str]], where: str = "the nomenclature") -> Hierarchy:
        """Build the tree.

        A parent is the code or the name of another class. A name that no class has is that of a group: groups get
        the codes above all others, in the order of the file. A code that no class has is a group too, and keeps it. A
        class that names itself stands at the top.

        Args:
            classes: code, name and parent (empty: none) of each, in the order of the file.
            where: the classes come from, for messages.

        Raises:
            UserError: if classes hold each other in a circle, or codes run out.
        """
        by_name: dict[str, int] = {}
        for code, name, _ in classes:
            by_name.setdefault(name, code)
        codes = {code for code, _, _ in classes}
        groups: dict[int, str] = {}
        said = [parent.strip() for _, _, parent in classes]
        for parent in said:
            if parent not in by_name and _is_code(parent) and int(parent) not in codes:
                groups.setdefault(int(parent), parent)
        free = max([0, *codes, *groups])
        for parent in dict.fromkeys(said):
            if parent and parent not in by_name and not _is_code(parent):
                free += 2 if free + 1 == _UNDECIDED else 1
                groups[free] = parent
                by_name[parent] = free
        if free > LARGEST_CODE:
            raise UserError(f"{where}: no code below {LARGEST_CODE} is left for the parents.", "Use smaller codes.")
        parents = {}
        for (code, _, _), parent in zip(classes, said):
            above = 0 if not parent else by_name[parent] if parent in by_name else int(parent)
            if above not in (0, code):
                parents[code] = above
        _refuse_circles(parents, where)
        return cls(parents, groups)

    def path(self, code: int) -> list[int]:
        """Return the classes that hold a class, from the top to the class itself."""
        found = [code]
        while found[-1] in self.parents:
            found.append(self.parents[found[-1]])
        return found[::-1]

    def levels(self) -> int:
        """Return how many levels there are; 1 where no class holds another."""
        return max((len(self.path(code)) for code in self.parents), default=1)

    def at_level(self, code: int, level: int) -> int:
        """Return the class at a level (1: top) that holds a class; a class above that level is itself.

        0 gives the class itself, as does a code that is not known.
        """
        path = self.path(code)
        return path[min(level, len(path)) - 1] if level else code


def _is_code(text: str) -> bool:
    return text.isdecimal() and 1 <= int(text) <= LARGEST_CODE


def _refuse_circles(parents: Mapping[int, int], where: str) -> None:
    for start in parents:
        seen = [start]
        while seen[-1] in parents:
            above = parents[seen[-1]]
            if above in seen:
                listed = ", ".join(str(code) for code in [*seen[seen.index(above):], above])
                raise UserError(f"{where}: classes hold each other in a circle: {listed}.", "Correct their parents.")
            seen.append(above)
