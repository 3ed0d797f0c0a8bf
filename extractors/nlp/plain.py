"""Rule-made tokens and sentences for languages without a model."""

from __future__ import annotations

import re

from extractors.nlp.normalise import normalise_for_parser
from extractors.nlp.sentences import split_sentences
from records.analysis import Analysis, Sentence, Token

_WORD = re.compile(r"\w+(?:[-'’.]\w+)*|[^\w\s]")


def analyze_plain(text: str, lang: str) -> Analysis:
    """Return words and sentences with empty grammar; every token is its own head."""
    plain = normalise_for_parser(text)
    tokens: list[Token] = []
    sentences: list[Sentence] = []
    for start, end, paragraph in split_sentences(plain):
        first = len(tokens)
        for match in _WORD.finditer(plain, start, end):
            index = len(tokens)
            word = text[match.start() : match.end()]
            upos = "X" if word[0].isalpha() else "NUM" if word[0].isdigit() else "PUNCT"
            tokens.append(Token(index, match.start(), match.end(), word, word.casefold(), upos, "", index))
        sentences.append(Sentence(len(sentences), start, end, first, len(tokens), paragraph))
    return Analysis(lang, text, tuple(tokens), tuple(sentences), (), is_parsed=False)
