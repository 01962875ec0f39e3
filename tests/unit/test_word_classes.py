"""The sorts of words that stand in features."""

from collections import Counter
from importlib.resources import files

import yaml


def test_a_word_is_of_one_sort() -> None:
    text = files("processors.rules").joinpath("meetings", "word_classes.yaml").read_text(encoding="utf-8")
    for part, classes in yaml.safe_load(text).items():
        lemmas = Counter(lemma for lemmas in classes.values() for lemma in lemmas)
        assert [lemma for lemma, times in lemmas.items() if times > 1] == [], part
