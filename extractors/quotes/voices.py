"""Who a speaking word stands for: a mention, the name beside a role, a pronoun's antecedent, or an unnamed person's description."""

from __future__ import annotations

from dataclasses import dataclass, replace

from extractors.quotes.describe import describe, known_noun, names_media, names_person, outlet_beside
from extractors.quotes.page import Page
from records.annotations import Mention
from seeds.gazetteer import load_gazetteer

_SPEAKING_LABELS = frozenset({"PER", "ORG", "OFFICE", "GPE"})
_CLAUSE_WORDS = frozenset({"VERB", "AUX", "SCONJ", "CCONJ"})
#: sentences that a pronoun, and that a role spoken of again, reach back
_PRONOUN_REACH = 4
_ROLE_REACH = 12


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks, by canonical name; `entity_id` is None where the person goes unnamed."""

    name: str
    entity_id: str | None = None
    is_person: bool = True
    is_female: bool | None = None
    #: a news outlet, which relays what others said
    is_outlet: bool = False
    #: a noun as written, not known to stand for somebody who speaks
    is_guess: bool = False

    @property
    def is_institution(self) -> bool:
        """Tell whether a body speaks and not a person."""
        return self.entity_id is not None and not self.is_person


@dataclass(frozen=True, slots=True)
class Heard:
    """One appearance of somebody who may speak."""

    speaker: Speaker
    token: int
    sentence: int
    is_subject: bool
    #: inside quotation marks: talked about there rather than talking
    is_quoted: bool
    nouns: frozenset[str]


class Voices:
    """Everybody named in a text so far, for words that point back."""

    def __init__(self, page: Page, marked: list[tuple[int, int]]) -> None:
        self.page = page
        self.heard: list[Heard] = []
        #: sentence and speaker of each act of saying so far
        self.said: list[tuple[int, Speaker]] = []
        self._marked = marked
        self._collect()

    def _collect(self) -> None:
        page = self.page
        seen: Mention | None = None
        for token in page.analysis.tokens:
            mention = page.mention_of[token.index]
            if mention is not None and mention is not seen and mention.label == "PER" and mention.kind != "adjective":
                self.heard.append(self._hear(mention, token.index))
            seen = mention

    def _hear(self, mention: Mention, start: int) -> Heard:
        page, tokens = self.page, self.page.analysis.tokens
        end = start
        while end < len(tokens) and page.mention_of[end] is mention:
            end += 1
        nouns = page.nouns_beside(start, end)
        speaker = speaker_of(mention, self._gender(mention, start, end))
        is_subject = any(
            tokens[p].dep.startswith("nsubj")
            or (
                not start <= tokens[p].head < end
                and tokens[tokens[p].head].dep.startswith("nsubj")
                and tokens[p].dep.split(":")[0] in {"appos", "flat", "conj"}
            )
            for p in range(start, end)
        )
        is_quoted = any(a <= mention.char_start < b for a, b in self._marked)
        return Heard(speaker, start, page.sentence_of[start], is_subject, is_quoted, nouns)

    def _gender(self, mention: Mention, start: int, end: int) -> bool | None:
        page = self.page
        gazetteer = load_gazetteer()
        entity = mention.entity
        if entity is not None and entity.entity_id in gazetteer.females:
            return True
        before = page.lower[start - 1].rstrip(".") if start else ""
        words = {before, *(page.lower[p].rstrip(".") for p in range(start, end))}
        if words & page.female_words:
            return True
        if words & page.male_words or (entity is not None and entity.entity_id.startswith("person/")):
            return False
        genders = (
            {page.analysis.tokens[p].feats.get("Gender") for p in range(start, end)}
            if page.table.lang == "ru"
            else set()
        )
        return True if genders == {"Fem"} else False if genders == {"Masc"} else None

    def resolve(self, index: int, *, is_aside: bool = False) -> Speaker | None:
        """Return whom a token names as speaker; `is_aside`: a pronoun behind what is said ("…, he added")."""
        page = self.page
        word = page.lower[index]
        if word in page.table.possessives:
            return self._antecedent(index, is_female=word in page.table.pronouns_female, is_aside=False)
        if (
            word in page.table.one_of
            and page.lower[index + 1 : index + 2]
            and page.lower[index + 1] in page.table.of_words
        ):
            nouns = (p for p in range(index + 2, min(index + 6, len(page.lower))) if known_noun(page, p))
            name = describe(page, next(nouns, index))
            return Speaker(name) if name else None
        if page.is_pronoun(index):
            return self._pronoun(index, is_aside=is_aside)
        mention = page.mention_of[index]
        if mention is not None and mention.label == "PER":
            return self._other_than_content(mention, index) if is_aside else self._own(mention)
        if mention is not None and mention.entity is not None and mention.entity.kind == "other":
            again = self._spoken_of(index) if page.is_definite(index) else None
            name = describe(page, index) or mention.entity.name
            return again or Speaker(name, is_outlet=names_media(page, index))
        beside = self._named_beside(index)
        if beside is not None:
            return self._own(beside)
        noun = known_noun(page, index)
        if mention is not None and mention.label == "OFFICE" and mention.kind == "description" and names_person(noun):
            return Speaker(describe(page, index) or mention.text)
        if mention is not None and mention.label in _SPEAKING_LABELS and (noun is None or mention.label == "OFFICE"):
            return replace(speaker_of(mention, None), is_outlet=self._is_outlet(mention, index))
        if page.is_definite(index):
            again = self._spoken_of(index)
            if again is not None:
                return again
        outlet = outlet_beside(page, index) or (mention if mention is not None and mention.label == "ORG" else None)
        if outlet is not None:
            return replace(speaker_of(outlet, None), is_outlet=names_media(page, index))
        name = describe(page, index)
        if mention is not None and mention.label == "LOC" and mention.kind == "name" and mention.entity is not None:
            return Speaker(mention.entity.name)  # a name that the model takes for a place, but it speaks
        if name is None and page.analysis.tokens[index].upos in {"NOUN", "PROPN"}:
            return Speaker(page.analysis.tokens[index].text, is_guess=True)
        return Speaker(name, is_outlet=names_media(page, index)) if name else None

    def _is_outlet(self, mention: Mention, index: int) -> bool:
        """Tell whether an organisation is called a newspaper, an agency … in or beside its name."""
        page = self.page
        near = range(max(0, index - 4), min(index + 5, len(page.mention_of)))
        around = [p for p in near if page.mention_of[p] is mention or p in {index - 1, index + 1}]
        return mention.label == "ORG" and any(names_media(page, p) for p in around)

    def _other_than_content(self, mention: Mention, index: int) -> Speaker:
        """Return who a role behind what is said means: nobody is named in full in his own words, so then who spoke last."""
        own = self._own(mention)
        sentence = self.page.sentence_of[index]
        is_content = any(h.sentence == sentence and h.token < index and h.speaker.name == own.name for h in self.heard)
        last = next((s for _, s in reversed(self.said) if s.is_person and s.entity_id is not None), None)
        return last if last is not None and mention.kind == "description" and is_content else own

    def _pronoun(self, index: int, *, is_aside: bool) -> Speaker | None:
        word, table = self.page.lower[index], self.page.table
        if word in table.pronouns_plural:
            return None
        if word in table.pronouns_thing:
            return next((speaker for _, speaker in reversed(self.said) if not speaker.is_person), None)
        return self._antecedent(index, is_female=word in table.pronouns_female, is_aside=is_aside)

    def _own(self, mention: Mention) -> Speaker:
        known = next((h for h in self.heard if self.page.mention_of[h.token] is mention), None)
        return known.speaker if known is not None else speaker_of(mention, None)

    def _named_beside(self, index: int) -> Mention | None:
        """Return the person named right after a role ("a second spokesman, Lin Jian", "le maire de la commune, Paul Varenne")."""
        page, tokens = self.page, self.page.analysis.tokens
        commas = 0
        for position in range(index + 1, min(index + 16, page.sentence(index).token_end)):
            mention = page.mention_of[position]
            if mention is not None and mention.label == "PER" and mention.kind == "name":
                if not page.table.has_articles:
                    return None if page.is_genitive(mention, position) else mention
                is_bare = all(tokens[p].upos == "ADJ" for p in range(index + 1, position))
                is_apposed = page.lower[position - 1] == "," or tokens[position].dep.split(":")[0] in {"appos", "flat"}
                return mention if is_bare or is_apposed else None
            commas += page.lower[position] == ","
            if commas > 1 or tokens[position].upos in _CLAUSE_WORDS or page.is_end(position):
                return None
        return None

    def _antecedent(self, index: int, *, is_female: bool, is_aside: bool) -> Speaker | None:
        """Return the last compatible person before a pronoun; who spoke just before and subjects come first."""
        page = self.page
        sentence = page.sentence_of[index]
        last = next(((where, s) for where, s in reversed(self.said) if s.is_person), None)
        if last is not None and last[1].entity_id is None and self._is_near(last[0], sentence):
            return last[1]
        speaking = last[1].name if last is not None and sentence - last[0] <= 2 else None
        best: tuple[float, Speaker] | None = None
        for heard in reversed(self.heard):
            distance = sentence - heard.sentence
            if heard.token >= index or heard.is_quoted:
                continue
            if heard.speaker.entity_id is None and not self._is_near(heard.sentence, sentence):
                continue  # unnamed people do not outlive their paragraph
            if distance > _PRONOUN_REACH:
                break
            gender = heard.speaker.is_female
            if gender is not None and gender != is_female:
                continue
            score = -2.0 * distance + 1.5 * heard.is_subject + 0.001 * heard.token
            score += 1.5 if gender is True and is_female else 0.0
            score += 3.0 if speaking == heard.speaker.name else 0.0
            if distance == 0 and not heard.is_subject:
                score -= 3.0
            if distance == 0 and is_aside:
                score -= 3.0 + 0.01 * heard.token
            if best is None or score > best[0]:
                best = (score, heard.speaker)
        return best[1] if best else None

    def _is_near(self, where: int, sentence: int) -> bool:
        sentences = self.page.analysis.sentences
        return sentence - where <= 2 and sentences[where].paragraph == sentences[sentence].paragraph

    def _spoken_of(self, index: int) -> Speaker | None:
        """Return the person introduced before with the same noun ("the official", "le porte-parole")."""
        page = self.page
        keys = {page.lemmas[index], known_noun(page, index)} - {None}
        sentence = page.sentence_of[index]
        own = set((describe(page, index) or "").split())
        for heard in reversed(self.heard):
            if heard.token >= index or sentence - heard.sentence > _ROLE_REACH or not heard.nouns & keys:
                continue
            if heard.speaker.entity_id is not None or own <= set(heard.speaker.name.split()):
                return heard.speaker
        return None

    def note(self, index: int, speaker: Speaker, *, is_verb: bool) -> None:
        """Remember an act of saying, and an unnamed speaker for words that point back to him."""
        page = self.page
        if is_verb or speaker.entity_id is not None:
            self.said.append((page.sentence_of[index], speaker))
        if speaker.entity_id is None and not page.is_pronoun(index):
            nouns = frozenset(n for n in (page.lemmas[index], known_noun(page, index)) if n)
            self._add(Heard(speaker, index, page.sentence_of[index], is_verb, False, nouns))

    def note_pronoun(self, index: int) -> None:
        """Remember who a subject pronoun of the narrative stands for, so that a later one may lean on it."""
        speaker = self._pronoun(index, is_aside=False)
        if speaker is not None and speaker.is_person:
            self._add(Heard(speaker, index, self.page.sentence_of[index], True, False, frozenset()))

    def _add(self, heard: Heard) -> None:
        self.heard.append(heard)
        self.heard.sort(key=lambda one: one.token)


def speaker_of(mention: Mention, is_female: bool | None) -> Speaker:
    """Return what a mention names as a speaker; a capital speaks for its state."""
    entity = mention.acting or mention.entity
    is_person = mention.label == "PER"
    if entity is None:
        return Speaker(mention.text, None, is_person, is_female)
    if entity.kind == "place" and entity.country_id:
        state = load_gazetteer().entities.get(entity.country_id)
        entity = state if state is not None else entity
    return Speaker(entity.name, entity.entity_id, is_person, is_female)
