"""How effects are looked at and what supervision can be, as it lies on disk; read once each."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from competency.coaching.domain.effect import EffectRules, MeasureRules
from competency.coaching.domain.measures import MeasureKind
from competency.coaching.domain.signals.rules import Rules, read_rules
from competency.coaching.domain.spot_checks import CheckKind, CheckRules, SpotCheckRules
from competency.coaching.domain.supervision import (
    KindOfCoaching,
    KindOfSupervision,
    Shape,
    SupervisionRules,
)
from competency.config import ROOT
from competency.kernel.errors import Refused

SIGNALS_FILE = ROOT / "framework_data" / "coaching-signals" / "signals.toml"
EFFECT_FILE = ROOT / "framework_data" / "coaching-effect" / "effect.toml"
SENTENCE_ENDS = (".", "?")


@cache
def load_signal_rules(path: Path = SIGNALS_FILE) -> Rules:
    """Return the rules of signals; refuse a file that is wrong, with the place and the reason."""
    return read_rules(path.name, tomllib.loads(path.read_text(encoding="utf-8")))


@cache
def load_effect_rules(path: Path = EFFECT_FILE) -> EffectRules:
    """Return how effects are looked at; refuse a file that does not say it of every measure."""
    document = tomllib.loads(path.read_text(encoding="utf-8"))
    try:
        confidence = float(document["confidence"])
        if not 0.5 <= confidence < 1:
            raise ValueError("confidence must lie between 0.5 and 1")
        rows = {MeasureKind(row["kind"]): _rules(row, confidence) for row in document["measures"]}
        missing = sorted(set(MeasureKind) - set(rows))
        if missing or len(rows) != len(document["measures"]):
            raise ValueError(f"each kind once, please; missing: {', '.join(missing) or 'none'}")
        months = document["many"]["months"]
        if type(months) is not int or months < 1:
            raise ValueError("many.months must be a whole number from 1 on")
        one, many = (_cautions(document["cautions"], name) for name in ("one", "many"))
    except (KeyError, TypeError, ValueError) as fault:
        raise Refused("faulty_effect_rules", f"{path.name} cannot be used: {fault}.") from None
    return EffectRules(rows, months, one, many)


def _rules(row: dict[str, Any], confidence: float) -> MeasureRules:
    before, after, minimum = row["months_before"], row["months_after"], row["minimum_n"]
    if any(type(number) is not int or number < 1 for number in (before, after, minimum)):
        raise ValueError(f"{row['kind']} needs whole months and a minimum from 1 on")
    if type(row["higher_is_better"]) is not bool:
        raise ValueError(f"{row['kind']} must say whether higher is better")
    words, each = str(row["words"]), str(row["each"]).strip()
    if "{title}" not in words or "{code}" not in words or not each:
        raise ValueError(f"{row['kind']} needs words with a title and a code, and what is counted")
    return MeasureRules(
        before, after, minimum, row["higher_is_better"], confidence, words=words, each=each
    )


def _cautions(found: dict[str, Any], name: str) -> tuple[str, ...]:
    sentences = tuple(str(one).strip() for one in found[name])
    if not sentences or any(not one.endswith(SENTENCE_ENDS) for one in sentences):
        raise ValueError(f"cautions.{name} must hold whole sentences")
    return sentences


SUPERVISION_FILE = ROOT / "framework_data" / "supervision" / "supervision.toml"


@cache
def load_supervision_rules(path: Path = SUPERVISION_FILE) -> SupervisionRules:
    """Return the kinds of supervision and coaching; refuse a file that does not say it all."""
    document = tomllib.loads(path.read_text(encoding="utf-8"))
    try:
        limits = document["agreement"]
        rules = SupervisionRules(
            supervision={
                row["code"]: KindOfSupervision(
                    row["code"], row["title"], row["words"], Shape(row["shape"])
                )
                for row in document["supervision"]
            },
            coaching={
                row["code"]: KindOfCoaching(row["code"], row["title"], row["words"])
                for row in document["coaching"]
            },
            most_weeks=int(limits["most_weeks"]),
            most_working_days=int(limits["most_working_days"]),
            biggest_group=int(limits["biggest_group"]),
        )
        _check_kinds(document["supervision"], len(rules.supervision))
        _check_kinds(document["coaching"], len(rules.coaching))
    except (KeyError, TypeError, ValueError) as fault:
        raise Refused("faulty_supervision", f"{path.name} cannot be used: {fault}.") from None
    return rules


def _check_kinds(rows: list[dict[str, Any]], different: int) -> None:
    """Refuse the same code twice, and a kind without a code, a title or words."""
    if len(rows) != different:
        raise ValueError("a code stands there twice")
    for row in rows:
        if not all(str(row[name]).strip() for name in ("code", "title", "words")):
            raise ValueError(f"{row['code']!r} needs a code, a title and words")


SPOT_CHECK_FILE = ROOT / "framework_data" / "spot-checks" / "spot-checks.toml"


@cache
def load_spot_check_rules(path: Path = SPOT_CHECK_FILE) -> SpotCheckRules:
    """Return what is sampled for checking; refuse a file that does not say it of each kind."""
    document = tomllib.loads(path.read_text(encoding="utf-8"))
    try:
        seed = str(document["seed"]).strip()
        rules = {CheckKind(row["kind"]): _check_rules(row) for row in document["checks"]}
        if not seed or set(rules) != set(CheckKind) or len(rules) != len(document["checks"]):
            raise ValueError("a seed and each kind once, please")
    except (KeyError, TypeError, ValueError) as fault:
        raise Refused("faulty_spot_checks", f"{path.name} cannot be used: {fault}.") from None
    return SpotCheckRules(seed, rules)


def _check_rules(row: dict[str, Any]) -> CheckRules:
    share, each, months = row["share_percent"], row["most_each"], row["months"]
    if any(type(number) is not int for number in (share, each, months)):
        raise ValueError(f"{row['kind']} needs whole numbers")
    if not 1 <= share <= 100 or each < 1 or months < 1:
        raise ValueError(f"{row['kind']} needs a share from 1 to 100, a size and months from 1 on")
    title, words = str(row["title"]).strip(), str(row["words"]).strip()
    if not title or not words:
        raise ValueError(f"{row['kind']} needs a title and words")
    return CheckRules(CheckKind(row["kind"]), title, words, share, each, months)
