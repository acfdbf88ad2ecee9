"""The merge algebra of policy layers."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from deploylint.load.layers import Layers, Lock, RulePatch, merge
from deploylint.load.policyshape import Setting
from deploylint.model.location import Location

NAMES = st.sampled_from(["tests-pass", "window", "backup"])
KEYS = st.sampled_from(["severity", "stage", "judge", "with.minimum", "with.watch", "fix"])
WINDOW_KEYS = st.sampled_from([("default",), ("rules", "a"), ("rules", "b"), ("holidays", "fr")])
PLACES = st.integers(1, 9).map(lambda line: Location("p.yaml", line, 1))
SETTINGS = st.builds(Setting, value=st.integers(0, 3), at=PLACES)
ALIASES = st.builds(
    Setting, value=st.lists(st.sampled_from("abc"), max_size=3, unique=True).map(tuple), at=PLACES
)


@st.composite
def patches(draw: Any) -> RulePatch:
    settings = draw(st.dictionaries(KEYS, SETTINGS, max_size=4))
    if draw(st.booleans()):
        settings["aliases"] = draw(ALIASES)
    locks = (Lock(draw(PLACES), settings),) if draw(st.booleans()) else ()
    return RulePatch(draw(PLACES), settings, locks)


LAYERS = st.builds(
    Layers,
    rules=st.dictionaries(NAMES, patches(), max_size=3),
    windows=st.dictionaries(WINDOW_KEYS, SETTINGS, max_size=3),
)


@given(LAYERS, LAYERS, LAYERS)
def test_merging_is_associative(one: Layers, two: Layers, three: Layers) -> None:
    assert merge(merge(one, two), three) == merge(one, merge(two, three))


@given(LAYERS)
def test_the_empty_layer_is_neutral(layer: Layers) -> None:
    assert merge(Layers(), layer) == layer == merge(layer, Layers())


@given(LAYERS)
def test_merging_twice_changes_nothing_but_the_locks(layer: Layers) -> None:
    twice = merge(layer, layer)
    assert twice.windows == layer.windows
    assert {n: p.settings for n, p in twice.rules.items()} == {
        n: p.settings for n, p in layer.rules.items()
    }


@given(LAYERS, LAYERS)
def test_a_layer_changes_only_what_it_names(below: Layers, above: Layers) -> None:
    merged = merge(below, above)
    for name, patch in merged.rules.items():
        named = above.rules[name].settings if name in above.rules else {}
        for key, setting in patch.settings.items():
            if key == "aliases":
                continue
            expected = named[key] if key in named else below.rules[name].settings[key]
            assert setting == expected
