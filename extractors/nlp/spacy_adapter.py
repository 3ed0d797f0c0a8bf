"""spaCy pipelines behind the seam: UD models as they are, English (CLEAR) and German (TIGER) labels mapped to UD, GiNZA's own
names of entities and inflections to ours."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.tokens import Token as SpacyToken
from thinc.api import use_ops

from extractors.nlp.clear_to_ud import map_clear_label
from extractors.nlp.normalise import normalise_for_parser
from extractors.nlp.sentences import split_sentences
from extractors.nlp.tiger_to_ud import MappedToken, map_tiger_sentence
from extractors.nlp.token_rules import hasten_rules
from records.analysis import Analysis, EntitySpan, Sentence, Token

#: measured best on one core: larger batches are slower and take more memory
BATCH_SIZE = 12
_LABELS = {
    "PER": "PER", "PERSON": "PER", "LOC": "LOC", "GPE": "LOC", "FAC": "LOC", "ORG": "ORG", "NORP": "MISC", "MISC": "MISC",
    # GiNZA's Extended Named Entities, as far as they are of these kinds
    "Person": "PER", "Country": "LOC", "City": "LOC", "Province": "LOC", "County": "LOC", "GPE_Other": "LOC", "Continental_Region": "LOC",
    "Domestic_Region": "LOC", "Island": "LOC", "Airport": "LOC", "Government": "ORG", "Political_Organization_Other": "ORG",
    "Political_Party": "ORG", "Cabinet": "ORG", "Military": "ORG", "International_Organization": "ORG", "Company": "ORG",
    "Organization_Other": "ORG", "Show_Organization": "ORG",
}  # fmt: skip
#: compounds that the tokenizers split at the hyphen
_ONE_TOKEN = ("Jong-un", "Jong-il", "Yo-jong", "Il-sung", "militaro-technique", "politico-militaire", "Son-hui")


@Language.component("sentence_borders")
def pin_sentence_borders(doc: Doc) -> Doc:
    """Fix sentence starts by punctuation before the parser runs (false splits 7 -> 3 on our sample)."""
    starts = [start for start, _, _ in split_sentences(doc.text)]
    following, pending = 0, False
    for token in doc:
        end = token.idx + len(token)
        while following < len(starts) and starts[following] < end:
            following, pending = following + 1, True
        is_start = token.i == 0 or (pending and not token.is_space)
        token.is_sent_start = is_start
        if is_start:
            pending = False
    return doc


def load_pipeline(package: str) -> Language:
    """Load an installed model package by name; packages that only carry a path offer `model_path()`."""
    module: Any = importlib.import_module(package)
    # numpy's OpenBLAS multiplies these matrices almost twice as fast as the BLIS that thinc brings, with the same parses
    with use_ops("numpy", use_blis=False):
        nlp: Language = spacy.load(module.model_path()) if hasattr(module, "model_path") else spacy.load(package)
    nlp.add_pipe("sentence_borders", before="parser")
    hasten_rules(nlp)
    tokenizer: Any = nlp.tokenizer
    if hasattr(tokenizer, "add_special_case"):  # the Japanese one has a dictionary of its own
        for word in _ONE_TOKEN:
            tokenizer.add_special_case(word, [{"ORTH": word}])
    return nlp


class SpacyAdapter:
    """One spaCy pipeline; `scheme` is that of its labels: "ud", "clear" (English) or "tiger" (German)."""

    def __init__(self, lang: str, package: str, *, scheme: str = "ud") -> None:
        self.lang = lang
        self.scheme = scheme
        self.nlp = load_pipeline(package)

    def analyze(self, texts: Sequence[str]) -> list[Analysis]:
        """Analyse texts in order; offsets refer to the given texts."""
        docs = self.nlp.pipe((normalise_for_parser(text) for text in texts), batch_size=BATCH_SIZE)
        return [convert_doc(text, doc, self.lang, self.scheme) for text, doc in zip(texts, docs, strict=True)]


def convert_doc(text: str, doc: Doc, lang: str, scheme: str) -> Analysis:
    """Return a parsed document in the seam's shape; `text` is as given, of the same length as the document's."""
    kept = [token for token in doc if not token.is_space]
    position = {token.i: index for index, token in enumerate(kept)}
    mapped = _map_labels(doc, position, scheme)
    tokens = tuple(_convert_token(text, token, mapped[token.i], position) for token in kept)
    entities = tuple(_convert_entity(text, span) for span in doc.ents if span.label_ in _LABELS and span.text.strip())
    return Analysis(lang, text, tokens, _convert_sentences(doc, position), entities)


def _map_labels(doc: Doc, position: dict[int, int], scheme: str) -> dict[int, MappedToken]:
    if scheme == "tiger":
        sentences = [[token for token in span if token.i in position] for span in doc.sents]
        return {index: token for sentence in sentences for index, token in map_tiger_sentence(sentence).items()}
    mapped: dict[int, MappedToken] = {}
    for token in doc:
        dep, head = map_clear_label(token) if scheme == "clear" else (token.dep_, token.head)
        feats = _read_features(str(token.morph))
        if scheme == "ginza" and feats.get("Inflection", "").startswith("助動詞-タ"):
            feats = {**feats, "Tense": "Past"}
        mapped[token.i] = MappedToken(dep, head.i, token.lemma_, feats)
    return mapped


@lru_cache(10_000)
def _read_features(morph: str) -> dict[str, str]:
    """Return UD features ("Mood=Ind|Tense=Past") as a dictionary, shared among tokens: nobody writes into it."""
    return dict(pair.split("=", 1) for pair in morph.split("|") if "=" in pair)


def _convert_token(text: str, token: SpacyToken, mapped: MappedToken, position: dict[int, int]) -> Token:
    is_root = mapped.dep in {"ROOT", "root"} or mapped.head == token.i or mapped.head not in position
    index = position[token.i]
    return Token(
        index=index,
        char_start=token.idx,
        char_end=token.idx + len(token.text),
        text=text[token.idx : token.idx + len(token.text)],
        lemma=mapped.lemma,
        upos=token.pos_,
        dep="root" if is_root else mapped.dep,
        head=index if is_root else position[mapped.head],
        feats=mapped.feats,
    )


def _convert_sentences(doc: Doc, position: dict[int, int]) -> tuple[Sentence, ...]:
    paragraphs = {start: number for start, _, number in split_sentences(doc.text)}
    sentences: list[Sentence] = []
    paragraph = 0
    for span in doc.sents:
        members = [token for token in span if token.i in position]
        if not members:
            continue
        start, last = members[0].idx, members[-1]
        paragraph = paragraphs.get(start, paragraph)
        sentences.append(
            Sentence(
                len(sentences),
                start,
                last.idx + len(last.text),
                position[members[0].i],
                position[last.i] + 1,
                paragraph,
            )
        )
    return tuple(sentences)


def _convert_entity(text: str, span: Span) -> EntitySpan:
    start, end = span.start_char, span.end_char
    while end > start and text[end - 1].isspace():
        end -= 1
    while start < end and text[start].isspace():
        start += 1
    return EntitySpan(start, end, _LABELS[span.label_], text[start:end])
