"""All quotations of one text in text order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extractors.quotes.cues import find_cues, is_inside, is_set_off
from extractors.quotes.direct import Said, choose_said, is_embedded
from extractors.quotes.indirect import find_content
from extractors.quotes.marks import MIN_WORDS, Fragment, count_words, find_fragments
from extractors.quotes.page import Page
from extractors.quotes.turns import find_turns, read_lines
from extractors.quotes.voices import Speaker, Voices
from records.analysis import Analysis, Sentence
from records.annotations import Mention, Quote
from seeds.quotes import load_quote_table

#: longest name of a treaty or programme in words
_TITLE_WORDS = 6


def find_quotes(analysis: Analysis, mentions: Sequence[Mention]) -> tuple[Quote, ...]:
    """Return the direct and indirect quotations of a text; a language without a table has none."""
    table = load_quote_table(analysis.lang)
    if table is None or not analysis.tokens:
        return ()
    page = Page(analysis, table, tuple(mentions))
    turns = find_turns(page)
    fragments = [
        f
        for f in find_fragments(analysis.text)
        if not any(t.outer_start <= f.char_start < t.outer_end for t, _ in turns)
    ]
    marked = [(f.char_start, f.char_end) for f in fragments] + [(t.char_start, t.char_end) for t, _ in turns]
    voices = Voices(page, marked)
    said, asides = _hear_all(page, voices, marked)
    direct = [_quote_turn(page, turn, speaker) for turn, speaker in turns]
    direct += _quote_fragments(page, fragments, said, asides)
    direct += [
        _make_quote(analysis.text, (line.char_start, line.char_end), "direct", one.speaker, one.cue.text)
        for line, one in read_lines(page, said, direct)
    ]
    found = direct + _quote_reports(page, said, direct)
    return tuple(sorted(found, key=lambda quote: (quote.char_start, quote.char_end)))


def _hear_all(page: Page, voices: Voices, marked: list[tuple[int, int]]) -> tuple[list[Said], list[Said]]:
    """Return the acts of saying outside marked fragments and those set off inside them, with their speakers, in text order."""
    found: list[Said] = []
    asides: list[Said] = []
    for sentence in page.analysis.sentences:
        for index in _narrative_pronouns(page, sentence, marked):
            voices.note_pronoun(index)
        for cue in find_cues(page, sentence):
            is_marked = is_inside(page, cue, marked)
            speaker = (
                None
                if is_marked and not is_set_off(page, cue)
                else voices.resolve(cue.speaker, is_aside=cue.is_inverted)
            )
            if speaker is None:
                continue
            (asides if is_marked else found).append(Said(cue, speaker))
            if not speaker.is_guess:
                voices.note(cue.speaker, speaker, is_verb=cue.kind != "according")
    return found, asides


def _narrative_pronouns(page: Page, sentence: Sentence, marked: list[tuple[int, int]]) -> Iterator[int]:
    for index in range(sentence.token_start, sentence.token_end):
        token = page.analysis.tokens[index]
        if token.dep != "nsubj" or not page.is_pronoun(index) or page.lower[index].startswith("-"):
            continue
        if not any(start <= token.char_start < end for start, end in marked):
            yield index


def _quote_turn(page: Page, turn: Fragment, speaker: Speaker) -> Quote:
    return _make_quote(page.analysis.text, (turn.char_start, turn.char_end), "direct", speaker, "")


def _quote_fragments(page: Page, fragments: list[Fragment], said: list[Said], asides: list[Said]) -> list[Quote]:
    text = page.analysis.text
    found: list[Quote] = []
    last: tuple[Fragment, Speaker] | None = None
    for fragment in fragments:
        span = (fragment.char_start, fragment.char_end)
        if count_words(text[span[0] : span[1]]) < MIN_WORDS or _is_title(page, fragment):
            continue
        own = (a for a in asides if span[0] <= page.analysis.tokens[a.cue.token].char_start < span[1])
        one = next(own, None) or choose_said(page, fragment, said)
        speaker = one.speaker if one is not None else _running_speaker(page, fragment, said, last)
        if speaker is None:
            continue
        found.append(_make_quote(text, span, "direct", speaker, one.cue.text if one is not None else ""))
        last = (fragment, speaker)
    return found


def _is_title(page: Page, fragment: Fragment) -> bool:
    """Tell whether a fragment is the name of a thing: its noun stands right before it."""
    index = page.token_at(fragment.outer_start)
    words = page.analysis.text[fragment.char_start : fragment.char_end].lower().split()
    if len(words) <= _TITLE_WORDS and any(word in page.table.documents for word in words):
        return True
    if len(words) <= _TITLE_WORDS and _is_capitalised_name(page, fragment):
        return True
    return index > 0 and (page.lemmas[index - 1] in page.table.titled or page.lower[index - 1] in page.table.titled)


def _is_capitalised_name(page: Page, fragment: Fragment) -> bool:
    """Tell whether a fragment inside a sentence begins with a capital and says nothing: no verb, no colon before it."""
    text = page.analysis.text
    before = text[: fragment.outer_start].rstrip()
    if not text[fragment.char_start].isupper() or before.endswith((",", ":")) or not is_embedded(page, fragment):
        return False
    tokens = range(page.token_at(fragment.char_start), page.token_at(fragment.char_end - 1) + 1)
    return not any(page.analysis.tokens[p].upos in {"VERB", "AUX"} for p in tokens)


def _follows(page: Page, fragment: Fragment, other: Fragment) -> bool:
    """Tell whether a fragment stands in the sentence of another one or in the next."""
    here, there = page.token_at(fragment.outer_start), page.token_at(other.outer_end - 1)
    return page.sentence_of[here] - page.sentence_of[there] <= 1


def _running_speaker(
    page: Page, fragment: Fragment, said: list[Said], last: tuple[Fragment, Speaker] | None
) -> Speaker | None:
    """Return who goes on speaking where a whole sentence stands in marks without words of saying."""
    text = page.analysis.text
    index = page.token_at(fragment.outer_start)
    sentence = page.sentence(index)
    before = text[sentence.char_start : fragment.outer_start]
    is_whole = not re.search(r"\w", before) or before.rstrip().endswith(":")
    if not is_whole or not text[fragment.char_start].isupper():
        return None
    if last is not None and last[0].paragraph == fragment.paragraph and _follows(page, fragment, last[0]):
        return last[1]
    earlier = [
        one
        for one in said
        if page.sentence(one.cue.token).paragraph == sentence.paragraph
        and one.cue.token < index
        and not one.speaker.is_guess
    ]
    if earlier:
        return earlier[-1].speaker
    if last is not None and last[0].paragraph in {fragment.paragraph, fragment.paragraph - 1}:
        return last[1]
    return None


def _quote_reports(page: Page, said: list[Said], direct: list[Quote]) -> list[Quote]:
    text = page.analysis.text
    found: list[Quote] = []
    taken = [(quote.char_start, quote.char_end) for quote in direct]
    for one in said:
        span = find_content(page, one.cue)
        if span is None or one.speaker.is_guess or _is_sourcing(page, one, span):
            continue
        for start, end in _split(page, span, taken):
            if any(a < end and start < b for a, b in taken):
                continue
            taken.append((start, end))
            found.append(_make_quote(text, (start, end), "indirect", one.speaker, one.cue.text))
    return found


def _is_sourcing(page: Page, one: Said, span: tuple[int, int]) -> bool:
    """Tell whether an attribution only says where the article has it from: outlets that relay, institutions "according to" whom."""
    if one.speaker.is_outlet or (page.lemmas[one.cue.token] in page.table.relaying and one.speaker.is_institution):
        return True
    is_tail = span[1] <= page.analysis.tokens[one.cue.token].char_start
    return one.cue.kind == "according" and is_tail and (one.speaker.is_institution or one.speaker.entity_id is None)


def _split(page: Page, span: tuple[int, int], taken: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return a content in parts at "and that" where one part is marked as said word for word."""
    if not any(a < span[1] and span[0] < b for a, b in taken):
        return [span]
    words = "|".join(re.escape(word) for word in page.table.that)
    joint = re.search(rf",?\s+\w{{1,3}}\s+(?:{words})\s*", page.analysis.text[span[0] : span[1]])
    if joint is None:
        return [span]
    middle = span[0] + joint.start()
    return [part for part in ((span[0], middle), (span[0] + joint.end(), span[1])) if part[1] - part[0] > 12]


def _make_quote(text: str, span: tuple[int, int], kind: str, speaker: Speaker, cue: str) -> Quote:
    start, end = span
    return Quote(start, end, text[start:end], kind, speaker.name, speaker.entity_id, cue)
