"""Literals without which a regular expression cannot match, so that most patterns never run (the prefilter idea of RE2).

Only the syntax used in the tables is read: groups, alternatives, character classes, quantifiers, look-arounds, escapes.
"""

from __future__ import annotations

from collections.abc import Iterable

#: more alternatives than this cost more to look up than the pattern costs to run
MAX_LITERALS = 90
_CLASS_ESCAPES = frozenset("dwsDWSbBAZ123456789")


class _Reader:
    """A recursive-descent reader of one pattern; each level returns the best literal set found in it."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.position = 0

    def read_choice(self) -> frozenset[str] | None:
        """Read alternatives up to a closing bracket: every alternative must offer literals."""
        options = [self.read_sequence()]
        while self._peek() == "|":
            self.position += 1
            options.append(self.read_sequence())
        if any(option is None for option in options):
            return None
        return frozenset(literal for option in options if option is not None for literal in option)

    def read_sequence(self) -> frozenset[str] | None:
        """Read a concatenation: the best of its parts will do."""
        candidates: list[frozenset[str]] = []
        run = ""
        while self._peek() not in {"", "|", ")"}:
            literal, group = self._read_item()
            is_optional = self._read_quantifier()
            if literal is not None and is_optional is None:
                run += literal
                continue
            if literal is not None and is_optional is False:
                run += literal
            if run:
                candidates.append(frozenset({run}))
            run = ""
            if literal is None and group is not None and not is_optional:
                candidates.append(group)
        if run:
            candidates.append(frozenset({run}))
        return pick_best(candidates)

    def _peek(self) -> str:
        return self.pattern[self.position : self.position + 1]

    def _read_item(self) -> tuple[str | None, frozenset[str] | None]:
        """Return a literal character, or the literals of a group (None = none)."""
        char = self._peek()
        self.position += 1
        if char == "(":
            return None, self._read_group()
        if char == "[":
            return None, self._read_class()
        if char == "\\":
            escaped = self._peek()
            self.position += 1
            return (None, None) if escaped in _CLASS_ESCAPES else (escaped, None)
        return (None, None) if char in ".^$" else (char, None)

    def _read_group(self) -> frozenset[str] | None:
        is_look_around = False
        if self._peek() == "?":
            rest = self.pattern[self.position :]
            is_look_around = rest.startswith(("?=", "?!", "?<=", "?<!"))
            if rest.startswith("?P<"):
                self.position += rest.index(">") + 1
            else:
                self.position += 3 if rest.startswith(("?<=", "?<!")) else 2
        found = self.read_choice()
        self.position += 1
        return None if is_look_around else found

    def _read_class(self) -> frozenset[str] | None:
        end = self.position + 1
        while self.pattern[end] != "]" or self.pattern[end - 1] == "\\":
            end += 1
        self.position = end + 1
        return None

    def _read_quantifier(self) -> bool | None:
        """Return True if the item may be left out, False if it may repeat, None without quantifier."""
        char = self._peek()
        if char not in {"?", "*", "+", "{"} or not char:
            return None
        if char == "{":
            end = self.pattern.index("}", self.position)
            is_optional = self.pattern[self.position + 1 : end].startswith("0")
            self.position = end + 1
            return is_optional
        self.position += 1
        return char != "+"


def pick_best(candidates: Iterable[frozenset[str]]) -> frozenset[str] | None:
    """Return the set whose shortest literal is longest, or None if there is none worth asking."""
    usable = [
        literals
        for literals in candidates
        if literals and len(literals) <= MAX_LITERALS and all(map(str.strip, literals))
    ]
    return max(usable, key=lambda literals: (min(map(len, literals)), -len(literals)), default=None)


def find_literals(pattern: str) -> frozenset[str] | None:
    """Return literals of which at least one occurs in every match, or None if that cannot be said.

    >>> sorted(find_literals(r"(?:en )?(?:mars|mai)(?! 68)") or ())
    ['mai', 'mars']
    """
    return _Reader(pattern).read_choice()
