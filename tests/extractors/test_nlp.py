"""The language seam: one shape for every language, exact offsets, UD relations."""

from __future__ import annotations

import pytest
import spacy
from spacy.tokens import Doc

from extractors.nlp import analyze_texts, is_parsed_language, required_languages
from extractors.nlp.token_rules import TokenRules, hasten_rules
from records.analysis import Analysis, Token

SAMPLES = {
    "fr": "Le ministre s’est rendu à Oslo. « Nous irons ! » a-t-il dit.\n\nLa visite d’État de M. Martin aura lieu en mai.",
    "en": "The minister’s trip to Oslo was announced by Dr. Smith. He gave the king a book.\n\nTalks are set for May 3.",
    "ru": "Министр прибыл в Осло. По словам М. Иванова, визит готовится.\n\nДаты будут объявлены.",
    "nl": "De minister reist naar Oslo. Hij ontmoet de koning.\n\nMeer volgt.",
}


def analyze(lang: str, text: str) -> Analysis:
    return analyze_texts([text], lang)[0]


def find(analysis: Analysis, word: str) -> Token:
    return next(token for token in analysis.tokens if token.text == word)


@pytest.mark.parametrize("lang", SAMPLES)
def test_offsets_reproduce_every_token_sentence_and_entity(lang: str) -> None:
    analysis = analyze(lang, SAMPLES[lang])
    assert analysis.text == SAMPLES[lang]
    for token in analysis.tokens:
        assert analysis.text[token.char_start : token.char_end] == token.text
        assert analysis.tokens[token.index] is token
        assert 0 <= token.head < len(analysis.tokens)
    for sentence in analysis.sentences:
        assert analysis.sentence_text(sentence).strip() == analysis.sentence_text(sentence) != ""
    for entity in analysis.entities:
        assert analysis.text[entity.char_start : entity.char_end].strip()


@pytest.mark.parametrize("lang", SAMPLES)
def test_three_sentences_in_two_paragraphs(lang: str) -> None:
    assert [sentence.paragraph for sentence in analyze(lang, SAMPLES[lang]).sentences] == [0, 0, 1]


def test_clear_labels_become_universal_dependencies() -> None:
    analysis = analyze("en", SAMPLES["en"])
    relations = {word: find(analysis, word).dep for word in ("minister", "trip", "Oslo", "Smith", "king", "book")}
    assert relations == {
        "minister": "nmod:poss",
        "trip": "nsubj:pass",
        "Oslo": "nmod",
        "Smith": "obl:agent",
        "king": "iobj",
        "book": "obj",
    }
    assert analysis.tokens[find(analysis, "Smith").head].text == "announced"


def test_a_hyphenated_korean_name_is_one_token_in_french() -> None:
    assert "Jong-un" in [token.text for token in analyze("fr", "Kim Jong-un s’est rendu à Oslo.").tokens]


def test_a_language_without_a_model_still_gets_sentences() -> None:
    analysis = analyze("nl", SAMPLES["nl"])
    assert not analysis.is_parsed
    assert not is_parsed_language("nl")


def test_the_models_of_three_languages_come_with_the_project() -> None:
    assert set(required_languages()) == {"en", "fr", "ru"}
    assert all(is_parsed_language(lang) for lang in required_languages())


def test_russian_names_come_in_the_nominative() -> None:
    normals = {entity.normal for entity in analyze("ru", "Визит Владимира Путина в Осло готовится.").entities}
    assert "Владимир Путин" in normals


@pytest.mark.parametrize("text", ["", "   \n\n ", "...", "«»", "a", "\ufeff\u200b"])
@pytest.mark.parametrize("lang", ["fr", "en", "ru", "zz"])
def test_degenerate_texts_do_not_fail(lang: str, text: str) -> None:
    analysis = analyze(lang, text)
    assert all(token.text for token in analysis.tokens)


def test_order_and_length_are_kept_over_many_texts() -> None:
    texts = [f"The visit number {number} took place." for number in range(30)]
    assert [analysis.text for analysis in analyze_texts(texts, "en")] == texts


def test_russian_words_before_the_verb_stay_with_it_when_a_source_follows() -> None:
    analysis = analyze("ru", "Визит канцлера Германии Олафа Шольца в Анкару не состоится, узнала газета.")
    visit, verb = find(analysis, "Визит"), find(analysis, "состоится")
    assert (visit.dep, visit.head) == ("nsubj", verb.index)


def test_a_russian_subject_that_looks_like_an_object_is_a_subject() -> None:
    analysis = analyze("ru", "Пакистан сбил индийский беспилотник.")
    assert find(analysis, "Пакистан").dep == "nsubj"


def test_a_russian_name_hangs_on_the_title_before_it() -> None:
    text = "Председатель парламента Турции Нуман Куртулмуш принял посла, сообщила министр культуры Индии Минакши Лекхи."
    analysis = analyze("ru", text)
    assert find(analysis, "Куртулмуш").head in {find(analysis, "Нуман").index, find(analysis, "Председатель").index}
    assert find(analysis, "Нуман").head == find(analysis, "Председатель").index


def test_token_rules_say_what_the_attribute_ruler_says() -> None:
    words = ["There", "is", "a", "boat", "that", "ai", "n't", "gon", "na", "sail", "but", "it", "did", "\n", "all"]
    nlp = spacy.blank("en")
    ruler = nlp.add_pipe("attribute_ruler")
    ruler.add([[{"TAG": "VBZ"}]], {"POS": "VERB", "MORPH": "VerbForm=Fin"})
    ruler.add([[{"LOWER": "gon"}, {"LOWER": {"REGEX": "^na$"}}]], {"LEMMA": "go"})
    ruler.add([[{"LOWER": "gon"}, {"LOWER": "na"}]], {"LEMMA": "to"}, index=1)
    ruler.add([[{"DEP": "expl"}, {"TAG": {"IN": ["VBZ", "VBP"]}}]], {"POS": "AUX"}, index=-1)
    ruler.add([[{"TAG": "VBZ", "LOWER": {"NOT_IN": ["has"]}, "DEP": {"NOT_IN": [""]}}]], {"LEMMA": "be"})
    ruler.add([[{"LOWER": "but"}], [{"LOWER": "all"}]], {"POS": "CCONJ"})
    ruler.add([[{"IS_SPACE": True}]], {"TAG": "_SP", "POS": "SPACE", "DEP": "dep"})

    def said() -> list[tuple[str, ...]]:
        tags = ["VBZ" if word == "is" else "NN" for word in words]
        deps = ["expl", "ROOT", *["dep"] * (len(words) - 2)]
        doc = Doc(nlp.vocab, words, tags=tags, deps=deps, heads=[1] * len(words))
        for _, component in nlp.pipeline:
            doc = component(doc)
        return [(token.tag_, token.pos_, token.dep_, token.lemma_, str(token.morph)) for token in doc]

    expected = said()
    hasten_rules(nlp)
    assert nlp.pipe_names == ["attribute_ruler"]
    assert isinstance(nlp.get_pipe("attribute_ruler"), TokenRules)
    assert said() == expected
    assert expected[1] == ("VBZ", "AUX", "ROOT", "be", "VerbForm=Fin")
    assert expected[7][3] == "go"


def test_an_attribute_ruler_that_asks_anything_else_stays() -> None:
    nlp = spacy.blank("en")
    ruler = nlp.add_pipe("attribute_ruler")
    ruler.add([[{"SHAPE": "Xx"}]], {"POS": "PROPN"})
    hasten_rules(nlp)
    assert nlp.get_pipe("attribute_ruler") is ruler
