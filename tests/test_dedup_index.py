"""The index of near-duplicate search: bounded lists, boilerplate, replays, versions."""

import random
import uuid

from pipeline.dedup.index import Index
from pipeline.dedup.local import Memory
from pipeline.dedup.messages import Found, Mail, Probe, Question, QuestionBatch, Reference
from pipeline.dedup.signature import Signature, sign
from tests.dedup_cluster import item
from tests.test_dedup_verdicts import paragraph, text_of

WINDOW = 1000
SHARED = 7  # a key that stories are given besides their own


def ask(index: Index, name: str, signature: Signature, at: int, *more: int) -> dict[int, Mail]:
    id = uuid.uuid5(uuid.NAMESPACE_URL, name).bytes
    question = Question(Reference(id, 0, at, at, 3), signature.sketch, [*signature.keys, *more])
    return index.fold(Probe([QuestionBatch(3, b"batch", [question])]))


def found_in(mail: dict[int, Mail]) -> list[Found]:
    return [found for letter in mail.values() for found in letter.found]


def test_the_second_of_two_copies_finds_the_first_and_names_the_earlier_one() -> None:
    chance = random.Random(1)
    text = text_of([paragraph(chance) for _ in range(6)])
    for first, second in ((1, 2), (2, 1)):
        index = Index(0, Memory(), WINDOW)
        assert found_in(ask(index, "a", sign(text), first)) == []
        (found,) = found_in(ask(index, "b", sign(text), second))
        assert (found.other.first_at, found.version) == (1, 2)
        assert (found.kind, found.similarity) == ("exact", 1.0)


def test_a_question_that_comes_again_is_answered_the_same() -> None:
    chance = random.Random(2)
    text = text_of([paragraph(chance) for _ in range(6)])
    index = Index(0, Memory(), WINDOW)
    ask(index, "a", sign(text), 1)
    first = ask(index, "b", sign(text), 2)
    assert ask(index, "b", sign(text), 2) == first
    # The first story now finds the second one as well: the same pair, told to the same home.
    assert found_in(ask(index, "a", sign(text), 1)) == found_in(first)


def test_an_older_version_that_comes_late_changes_nothing() -> None:
    chance = random.Random(3)
    old, new = (text_of([paragraph(chance) for _ in range(6)]) for _ in range(2))
    store = Memory()
    index = Index(0, store, WINDOW)
    ask(index, "a", sign(new), 5)
    before = dict(store.values)
    ask(index, "a", sign(old), 4)
    assert store.values == before


def test_lists_are_bounded_and_keep_the_first_stories_of_the_window() -> None:
    chance = random.Random(4)
    base = [paragraph(chance) for _ in range(6)]
    store = Memory()
    index = Index(0, store, WINDOW, keep=8)
    numbers = list(range(1, 40))
    chance.shuffle(numbers)
    for number in numbers:
        ask(index, f"copy {number}", sign(text_of(base)), number)
    for key in sign(text_of(base)).keys:
        ids = store.values[b"k" + key.to_bytes(8, "big")]
        kept = {ids[start : start + 16] for start in range(0, len(ids), 16)}
        assert kept == {
            uuid.uuid5(uuid.NAMESPACE_URL, f"copy {number}").bytes for number in range(1, 9)
        }
    # What left the window makes room.
    ask(index, "much later", sign(text_of(base)), 10 * WINDOW)
    for key in sign(text_of(base)).keys:
        assert len(store.values[b"k" + key.to_bytes(8, "big")]) == 16


def test_a_key_that_many_unlike_stories_share_is_dropped() -> None:
    chance = random.Random(5)
    store = Memory()
    index = Index(0, store, WINDOW, keep=8)
    for number in range(20):
        text = text_of([paragraph(chance) for _ in range(6)])
        assert found_in(ask(index, f"story {number}", sign(text), number, SHARED)) == []
    assert store.values[b"k" + SHARED.to_bytes(8, "big")] == b""


def test_sketches_of_another_version_are_passed_over() -> None:
    chance = random.Random(6)
    text = text_of([paragraph(chance) for _ in range(6)])
    index = Index(0, Memory(), WINDOW)
    short = Signature(sign(text).keys, sign(text).sketch[:-1])
    ask(index, "a", short, 1)
    assert found_in(ask(index, "b", sign(text), 2)) == []


def test_a_story_without_a_word_has_its_verdict_too() -> None:
    from tests.dedup_cluster import Cluster

    cluster = Cluster(2)
    silent = [item(f"silent {number}", "...", at=number) for number in range(2)]
    cluster.feed(silent)
    cluster.run(random.Random(1))
    assert cluster.verdicts() == {each.id: None for each in silent}
