"""Tense and mood of a verb group, one vocabulary for all languages."""

from __future__ import annotations

from extractors.claims.syntax import Syntax

#: values: past, present, perfect, future, conditional, possible, duty, infinitive, participle, none
TENSES = ("past", "present", "perfect", "future", "conditional", "possible", "duty", "infinitive", "participle", "none")


def read_tense(syntax: Syntax, index: int) -> str:
    """Return the tense of the verb group at a token, "none" for nominals without a copula."""
    token = syntax.tokens[index]
    auxiliaries = list(syntax.children(index, "aux", "cop"))
    if token.upos not in {"VERB", "AUX"} and not auxiliaries:
        return "none"
    if syntax.grammar.cases:
        return _read_aspectual(syntax, index, auxiliaries)
    if (meaning := _by_auxiliary(syntax, index, auxiliaries)) is not None:
        return meaning
    return (
        _read_english(syntax, index, auxiliaries)
        if syntax.grammar.lang == "en"
        else _read_romance(syntax, index, auxiliaries)
    )


def _by_auxiliary(syntax: Syntax, index: int, auxiliaries: list[int]) -> str | None:
    """Return what an auxiliary makes of an infinitive where the grammar lists it ("va a viajar", "soll reisen"), else None."""
    tense = syntax.grammar.tense
    if not any(syntax.tokens[p].feats.get("VerbForm") == "Inf" for p in (index, *auxiliaries)):
        return None
    if any(syntax.tokens[kid].feats.get("Mood") == "Cnd" for kid in auxiliaries) and tense["duty_auxiliaries"]:
        return "conditional"
    for name in ("possible", "duty", "future"):
        if any(syntax.lemmas[kid] in tense[f"{name}_auxiliaries"] for kid in auxiliaries):
            is_report = name == "duty" and syntax.tokens[index].feats.get("VerbForm") == "Part"
            return "conditional" if is_report and not _is_passive_group(syntax, auxiliaries) else name
    return None


def _is_passive_group(syntax: Syntax, auxiliaries: list[int]) -> bool:
    return any(syntax.tokens[kid].dep == "aux:pass" for kid in auxiliaries)


def _read_aspectual(syntax: Syntax, index: int, auxiliaries: list[int]) -> str:
    """Read a language whose perfective present is the future and whose conditional is a particle (Russian)."""
    tense = syntax.grammar.tense
    near = {syntax.lower[kid] for kid in syntax.children(index)}
    if near & set(tense["conditional_particles"]):
        return "conditional"
    helpers = {syntax.lower[kid] for kid in syntax.children(index, "aux", "cop")}
    if helpers & set(tense["future_modals"]) or syntax.lower[index] in tense["future_modals"]:
        return "future"
    if syntax.lemmas[index] in tense["possible_modals"]:
        return "possible"
    feats = syntax.tokens[index].feats
    if any(syntax.tokens[kid].feats.get("Tense") == "Past" for kid in auxiliaries):
        return "past"
    if feats.get("VerbForm") == "Fin":
        return {"Past": "past", "Fut": "future"}.get(feats.get("Tense", ""), "present")
    if feats.get("Variant") == "Short":
        return "perfect" if feats.get("Tense") == "Past" else "present"
    return "infinitive" if feats.get("VerbForm") == "Inf" else "participle" if feats.get("VerbForm") else "none"


def _read_english(syntax: Syntax, index: int, auxiliaries: list[int]) -> str:
    tense = syntax.grammar.tense
    words = [syntax.lower[kid] for kid in auxiliaries]
    if any(word in tense["future_modals"] for word in words):
        return "future"
    if "would" in words or "'d" in words:
        return "conditional"
    if any(word in tense["possible_modals"] for word in words):
        return "possible"
    if any(word in tense["duty_modals"] for word in words):
        return "duty"
    if any(word in {"has", "have", "'ve"} for word in words):
        return "perfect"
    if any(word in {"was", "were", "had", "did", "been"} for word in words):
        return "past"
    if any(word in {"is", "are", "am", "'s", "'re", "being", "do", "does"} for word in words):
        return "present"
    feats = syntax.tokens[index].feats
    if feats.get("VerbForm") == "Inf" or "to" in words:
        return "infinitive"
    if feats.get("VerbForm") in {"Part", "Ger"}:
        return "participle"
    if feats.get("Tense") == "Past":
        return "past"
    return "present" if feats.get("VerbForm") == "Fin" else "infinitive"


def is_conditional_form(syntax: Syntax, index: int) -> bool:
    """Tell whether a form is the French conditional, which taggers call imperfect ("rendrait")."""
    low, lemma = syntax.lower[index], syntax.lemmas[index]
    if syntax.tokens[index].feats.get("Mood") == "Cnd":
        return True
    for ending in syntax.grammar.tense["conditional_endings"]:
        if low.endswith(ending):
            stem = low[: -len(ending)] + "r"
            return stem in {
                lemma,
                lemma.rstrip("e"),
                "ir",
                "ser",
                "aur",
                "pourr",
                "devr",
                "viendr",
                "fer",
                "verr",
                "recevr",
                "tiendr",
            } or (stem.endswith("r") and not lemma.endswith(("rer", "rir")) and stem[:3] == lemma[:3])
    return False


def _read_romance(syntax: Syntax, index: int, auxiliaries: list[int]) -> str:
    own = _form(syntax, index)
    if not auxiliaries:
        modal = syntax.grammar.tense
        if own in {"present", "past", "conditional", "future"}:
            return own
        return own if syntax.lemmas[index] not in modal["possible_modals"] else "possible"
    forms = [_form(syntax, kid) for kid in auxiliaries]
    be = syntax.grammar.tense["passive_auxiliaries"]
    passive = [syntax.tokens[kid].dep in {"aux:pass", "cop"} or syntax.lemmas[kid] in be for kid in auxiliaries]
    if _is_misread_passive(syntax, index, auxiliaries):
        passive = [True] * len(passive)
    if "conditional" in forms:
        return "conditional"
    if "future" in forms:
        have = syntax.grammar.tense.get("have_auxiliaries", ())
        has_had = any(syntax.lemmas[kid] in have and _form(syntax, kid) == "future" for kid in auxiliaries)
        return "past" if has_had and own == "participle" else "future"  # "n'aura passé que deux heures"
    if all(passive) and syntax.lemmas[index] not in syntax.grammar.tense["be_perfect"]:
        return forms[0]
    if forms[:1] == ["infinitive"] and own == "participle":
        return "past"
    if "infinitive" in forms or "participle" in forms[:1]:
        return "participle" if own == "participle" and "participle" in forms[:1] else "infinitive"
    return "past"


def _is_misread_passive(syntax: Syntax, index: int, auxiliaries: list[int]) -> bool:
    """Tell whether a single "être" makes a passive that the parser took for a perfect ("où il est attendu mercredi")."""
    if len(auxiliaries) != 1 or syntax.lemmas[auxiliaries[0]] != "être" or any(syntax.children(index, "expl")):
        return False
    return syntax.lemmas[index] not in syntax.grammar.tense["be_perfect"]


#: ends of irregular futures ("entretiendra" as "tiendra")
_FUTURES = ("iendra", "iendront", "evra", "evront", "pourra", "pourront", "enverra", "enverront", "voudra", "saura")


def _is_future_form(syntax: Syntax, index: int) -> bool:
    """Tell whether a form is the French future, which taggers sometimes call past ("s'entretiendra")."""
    low, lemma = syntax.lower[index], syntax.lemmas[index]
    regular = {lemma + "a", lemma + "ont", lemma.removesuffix("e") + "a", lemma.removesuffix("e") + "ont"}
    return lemma.endswith(("r", "re")) and (low in regular or low.endswith(_FUTURES))


def _form(syntax: Syntax, index: int) -> str:
    feats = syntax.tokens[index].feats
    if is_conditional_form(syntax, index):
        return "conditional"
    tense, form = feats.get("Tense"), feats.get("VerbForm")
    if (
        tense == "Fut"
        or _is_future_form(syntax, index)
        or syntax.lower[index] in {"ira", "irai", "iront", "sera", "seront", "fera"}
    ):
        return "future"
    if form == "Inf":
        return "infinitive"
    if form == "Part":
        return "participle"
    if tense in {"Past", "Imp"}:
        return "past"
    return "present" if tense == "Pres" or form == "Fin" else "none"
