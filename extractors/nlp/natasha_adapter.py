"""natasha behind the seam: Russian tokens, lemmas, UD syntax, named entities in the nominative."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any

import pymorphy3

# natasha imports pymorphy2, which needs the retired pkg_resources; pymorphy3 is its maintained successor
# with the same interface
sys.modules.setdefault("pymorphy2", pymorphy3)

from natasha import (  # noqa: E402  (must follow the alias above)
    Doc,
    MorphVocab,
    NewsEmbedding,
    NewsMorphTagger,
    NewsNERTagger,
    NewsSyntaxParser,
    Segmenter,
)
from natasha.doc import adapt_spans, inject_morph, inject_syntax, offset_syntax  # noqa: E402

from extractors.nlp.normalise import normalise_for_parser  # noqa: E402
from extractors.nlp.russian_repairs import is_plain_adjective, mend_tokens  # noqa: E402
from extractors.nlp.sentences import split_sentences  # noqa: E402
from records.analysis import Analysis, EntitySpan, Sentence, Token  # noqa: E402


class NatashaAdapter:
    """The Russian pipeline: sentences by our own borders, the networks over all sentences of a call together."""

    def __init__(self) -> None:
        embedding = NewsEmbedding()
        self.segmenter = Segmenter()
        self.morphology = NewsMorphTagger(embedding)
        self.syntax = NewsSyntaxParser(embedding)
        self.ner = NewsNERTagger(embedding)
        self.vocabulary = MorphVocab()

    def analyze(self, texts: Sequence[str]) -> list[Analysis]:
        """Analyse texts in order; offsets refer to the given texts."""
        plains = [normalise_for_parser(text) for text in texts]
        borders = [list(split_sentences(plain)) for plain in plains]
        docs = [Doc(plain[start:end]) for plain, own in zip(plains, borders, strict=True) for start, end, _ in own]
        self._parse(docs)
        parsed = iter(docs)
        return [
            self._convert(text, [(start, end, paragraph, next(parsed)) for start, end, paragraph in own])
            for text, own in zip(texts, borders, strict=True)
        ]

    def _parse(self, docs: list[Any]) -> None:
        """Fill documents of one sentence each; neighbours in length share a batch, because short ones are padded."""
        for doc in docs:
            doc.segment(self.segmenter)
        filled = sorted((doc for doc in docs if doc.tokens), key=lambda doc: len(doc.tokens))
        parts = [part for doc in filled for part in doc.sents]
        words = [[token.text for token in part.tokens] for part in parts]
        for part, markup in zip(parts, self.morphology.map(words), strict=True):
            inject_morph(part.tokens, markup.tokens)
        for number, (part, markup) in enumerate(zip(parts, self.syntax.map(words), strict=True)):
            inject_syntax(part.tokens, markup.tokens)
            offset_syntax(number, part.tokens)
        for doc, markup in zip(filled, self.ner.map([doc.text for doc in filled]), strict=True):
            doc.spans = list(adapt_spans(doc, markup.spans))
            doc.envelop_span_tokens()

    def _convert(self, text: str, parsed: list[tuple[int, int, int, Any]]) -> Analysis:
        tokens: list[Token] = []
        sentences: list[Sentence] = []
        entities: list[EntitySpan] = []
        for start, end, paragraph, doc in parsed:
            first = len(tokens)
            own = mend_tokens(self._convert_tokens(doc, text, start, first), first)
            tokens.extend(own)
            if len(tokens) > first:
                sentences.append(Sentence(len(sentences), start, end, first, len(tokens), paragraph))
            for span in doc.spans or ():
                span.normalize(self.vocabulary)
                entity = EntitySpan(start + span.start, start + span.stop, span.type, span.normal or span.text)
                if not is_plain_adjective(entity, own):
                    entities.append(entity)
        return Analysis("ru", text, tuple(tokens), tuple(sentences), tuple(entities))

    def _convert_tokens(self, doc: Any, text: str, offset: int, first: int) -> list[Token]:
        index = {token.id: first + number for number, token in enumerate(doc.tokens)}
        converted: list[Token] = []
        for token in doc.tokens:
            token.lemmatize(self.vocabulary)
            own = index[token.id]
            head = index.get(token.head_id, own)
            is_root = token.rel == "root" or head == own
            start, end = offset + token.start, offset + token.stop
            converted.append(
                Token(
                    own,
                    start,
                    end,
                    text[start:end],
                    token.lemma or token.text.casefold(),
                    token.pos or "X",
                    "root" if is_root else _unify(token.rel),
                    own if is_root else head,
                    dict(token.feats or {}),
                )
            )
        return converted


def _unify(relation: str | None) -> str:
    """Russian SynTagRus names some relations by themselves; keep the UD names used for the other languages."""
    return {"obl:agent": "obl:agent", "nummod:gov": "nummod", "nummod:entity": "nummod"}.get(
        relation or "dep", relation or "dep"
    )
