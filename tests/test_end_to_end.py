"""Real pages through feed and worker on real Kafka, and through `pipeline process`."""

import asyncio
import json
from collections import Counter
from pathlib import Path

from pipeline.accounts import read_accounts
from pipeline.broker import read_topic, topic_name
from pipeline.settings import Settings
from pipeline.topics import ARTICLES
from tests.commands import run_pipeline
from tests.pages import aeb_pages, seed_pages
from tests.running import WorkerProcess, make_topics, settings_for, settle

EXAMPLES = Path(__file__).parents[1] / "examples" / "pages.jsonl"


def write_lines(path: Path, pages: list[dict[str, object]]) -> Path:
    path.write_text("".join(json.dumps(page) + "\n" for page in pages), "utf-8")
    return path


def published(settings: Settings) -> list[bytes]:
    """The bytes of every message on `articles`, sorted."""

    async def read() -> list[bytes]:
        name = topic_name(settings, ARTICLES)
        return [message.value or b"" async for message in read_topic(settings, name)]

    return sorted(asyncio.run(read()))


def processed(settings: Settings, pages: Path, folder: Path) -> list[bytes]:
    """The lines that `pipeline process` writes, sorted."""
    target = folder / "articles.jsonl"
    done = run_pipeline(
        "process", "--input", str(pages), "--output", str(target), settings=settings
    )
    assert done.returncode == 0, done.stderr
    return sorted(target.read_bytes().splitlines())


def through_kafka(settings: Settings, pages: Path, count: int, folder: Path) -> list[bytes]:
    """What is on `articles` after `pipeline feed` and a worker."""
    make_topics(settings)
    fed = run_pipeline("feed", str(pages), settings=settings)
    assert fed.returncode == 0, fed.stderr
    assert fed.stdout.startswith(f"fed {count} pages")
    with WorkerProcess(settings, folder, languages=True) as worker:
        settle(settings, count, 300, worker=worker)
        assert worker.stop() == 0
    return published(settings)


def test_the_sample_pages_give_the_same_bytes_through_kafka_and_without(
    kafka: str, topic_prefix: str, tmp_path: Path
) -> None:
    settings = settings_for(kafka, topic_prefix, tmp_path, pool_size=2)
    count = len(EXAMPLES.read_bytes().splitlines())
    records = through_kafka(settings, EXAMPLES, count, tmp_path)
    assert records
    assert records == processed(settings, EXAMPLES, tmp_path)


def test_the_seed_pages(shared: Path, kafka: str, topic_prefix: str, tmp_path: Path) -> None:
    settings = settings_for(kafka, topic_prefix, tmp_path)
    pages = write_lines(tmp_path / "seeds.jsonl", seed_pages(shared))
    records = through_kafka(settings, pages, 2, tmp_path)
    assert records == processed(settings, pages, tmp_path)

    articles = [json.loads(record) for record in records]
    first = [a for a in articles if a["site"] == "daily8.example"]
    second = [a for a in articles if a["site"] == "bastillepost.com"]
    assert Counter((a["placement"], a["completeness"]) for a in first) == {
        ("primary", "full"): 1,
        ("appended", "excerpt"): 3,
    }
    assert Counter((a["placement"], a["completeness"]) for a in second) == {
        ("primary", "full"): 1,
        ("appended", "full"): 1,
    }
    sources = sorted(a["source_name"] for a in first if a["placement"] == "appended")
    assert sources == ["South China Morning Post", "South China Morning Post", "The Standard"]
    for article in [*first, *second]:
        assert article["headline"]
        if article["placement"] == "primary":
            assert article["subjects"][0]["code"] == "medtop:11000000"
    (protest,) = [a for a in second if a["placement"] == "appended"]
    assert protest["headline"] == (
        "Protest erupts in Mexico City over US military operation in Venezuela"
    )
    (own,) = [a for a in second if a["placement"] == "primary"]
    assert not set(own["text"].splitlines()) & set(protest["text"].splitlines()) - {""}
    # What the lines of each text are is held by tests/test_seeds.py, on the steps alone.


def test_181_news_pages_come_to_one_end_each_and_again_to_none(
    shared: Path, kafka: str, topic_prefix: str, tmp_path: Path
) -> None:
    settings = settings_for(kafka, topic_prefix, tmp_path, pool_size=2)
    pages = write_lines(tmp_path / "aeb.jsonl", aeb_pages(shared))
    make_topics(settings)
    assert run_pipeline("feed", str(pages), settings=settings).returncode == 0
    with WorkerProcess(settings, tmp_path, languages=True) as worker:
        first = settle(settings, 181, 300, worker=worker)
        assert len(first.outcomes) == 181
        assert not first.contradictions
        assert len({o.url for o in first.outcomes.values()}) == 181
        outcomes = Counter(o.outcome for o in first.outcomes.values())
        assert outcomes["articles"] + outcomes["refused"] == 181
        assert outcomes["refused"] <= 3  # they are all news pages
        before = published(settings)

        assert run_pipeline("feed", str(pages), settings=settings).returncode == 0
        second = settle(settings, 362, 300, worker=worker)
        assert worker.stop() == 0
    assert Counter(o.outcome for o in second.outcomes.values()) == {
        **outcomes,
        "unchanged": 181,
    }
    assert published(settings) == before
    assert asyncio.run(read_accounts(settings)).revisions == len(before)
