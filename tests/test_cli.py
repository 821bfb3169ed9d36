"""The command `pipeline` as a user meets it: help, exit codes, one clear line for an error."""

import asyncio
import io
import json
from pathlib import Path

import pytest
from rich.console import Console

from pipeline.accounts import Accounts
from pipeline.broker import admin
from pipeline.demo import _print
from pipeline.records import Duplicate, PageOutcome
from pipeline.settings import Settings
from tests.commands import run_pipeline
from tests.running import feed_pages, make_topics, send_raw, settings_for, story_page

EXAMPLES = Path(__file__).parents[1] / "examples" / "pages.jsonl"
NOWHERE = Settings(bootstrap_servers="127.0.0.1:1")
COMMANDS = [
    ("demo",),
    ("kafka",),
    ("topics", "create"),
    ("topics", "describe"),
    ("worker",),
    ("feed",),
    ("process",),
    ("explain",),
    ("reconcile",),
    ("dead", "list"),
    ("dead", "show"),
    ("dead", "replay"),
    ("settings",),
]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_help_shows_an_example(command: tuple[str, ...]) -> None:
    done = run_pipeline(*command, "--help")
    assert done.returncode == 0
    assert "Example" in done.stdout
    assert f"pipeline {' '.join(command)}" in done.stdout


@pytest.mark.parametrize(
    "command",
    [
        ("topics", "create"),
        ("topics", "describe"),
        ("worker",),
        ("feed", str(EXAMPLES)),
        ("reconcile",),
        ("dead", "list"),
        ("dead", "show", "0/0"),
        ("dead", "replay", "--all"),
    ],
    ids=" ".join,
)
def test_without_a_broker_there_is_one_clear_line(command: tuple[str, ...]) -> None:
    done = run_pipeline(*command, settings=NOWHERE)
    assert done.returncode == 1
    (line,) = done.stderr.strip().splitlines()[-1:]
    assert "no Kafka broker answers at 127.0.0.1:1" in line
    assert "PIPELINE_BOOTSTRAP_SERVERS" in line
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "command",
    [
        ("feed", "nowhere.jsonl"),
        ("explain", "nowhere.html"),
        ("process", "--input", "nowhere.jsonl", "--output", "-"),
    ],
    ids=" ".join,
)
def test_a_file_that_is_not_there_is_wrong_use(command: tuple[str, ...]) -> None:
    done = run_pipeline(*command)
    assert done.returncode == 2
    assert done.stderr.strip().endswith("there is no such file")
    assert len(done.stderr.strip().splitlines()) == 1


def test_wrong_use_and_wrong_settings_exit_with_2() -> None:
    assert run_pipeline("feed").returncode == 2
    assert run_pipeline("no-such-command").returncode == 2
    assert run_pipeline("dead", "replay").returncode == 2


def test_a_wrong_setting_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIPELINE_WEB_PORT", "many")
    done = run_pipeline("settings")
    assert done.returncode == 2
    assert done.stderr.startswith("pipeline: PIPELINE_WEB_PORT='many' is wrong")


def test_settings_are_shown_without_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIPELINE_SASL_PASSWORD", "open-sesame")
    monkeypatch.setenv("PIPELINE_TYPO", "1")
    done = run_pipeline("settings")
    assert done.returncode == 0
    assert "PIPELINE_SASL_PASSWORD=********" in done.stdout
    assert "open-sesame" not in done.stdout + done.stderr
    assert "PIPELINE_TYPO is set" in done.stderr


def test_explain_shows_every_block_with_its_label_and_the_stories() -> None:
    done = run_pipeline("explain", str(EXAMPLES), "--line", "2")
    assert done.returncode == 0, done.stderr
    assert "paragraph" in done.stdout
    assert "story 1" in done.stdout
    assert run_pipeline("explain", str(EXAMPLES), "--line", "999").returncode == 1


def test_explain_shows_control_characters_and_carries_none_out(tmp_path: Path) -> None:
    page = story_page(1)
    body = str(page["body"]).replace("<p>", "<p>[red]bold[/b] \x9b2J", 1)
    body = body.replace("<title>", "<title>\x9b31m").replace("<h1>", "<h1>\x9b31m")
    file = tmp_path / "pages.jsonl"
    hostile = {**page, "url": f"{page['url']}?\x1b[2J", "body": body}
    file.write_text(json.dumps(hostile), "utf-8")
    done = run_pipeline("explain", str(file))
    assert done.returncode == 0, done.stderr
    assert "?\\x1b[2J" in done.stdout
    assert "[red]bold[/b] \\x9b2J" in done.stdout
    assert "headline     \\x9b31m" in done.stdout
    assert not set(done.stdout + done.stderr) & {"\x1b", "\x9b"}


def test_the_tables_of_the_demo_take_no_text_for_markup() -> None:
    outcome = PageOutcome("http://a.b/p[/b]", "dead", "pages.raw/0/0", "Odd[/b]", "\x1b[/b]")
    copy = Duplicate("id", "http://a.b/p[/b]", "http://a.b/\x9b[/b]", "exact", 1.0, 5)
    accounts = Accounts(outcomes={"o": outcome}, duplicates={"id": copy})
    file = io.StringIO()
    _print(Console(file=file, width=150), accounts)
    shown = file.getvalue()
    assert shown.count("http://a.b/p[/b]") == 2
    assert "\\x1b[/b]" in shown
    assert "http://a.b/\\x9b[/b]" in shown


def test_explain_takes_saved_pages(tmp_path: Path) -> None:
    page = tmp_path / "saved.html"
    page.write_text(str(story_page(3)["body"]), "utf-8")
    done = run_pipeline("explain", str(page), "--url", "https://town.example/bridge")
    assert done.returncode == 0, done.stderr
    assert "for 3 crowns" in done.stdout


def test_process_reads_standard_input_and_writes_in_the_order_of_its_lines(tmp_path: Path) -> None:
    pages = [story_page(number) for number in range(12)]
    lines = [json.dumps(page) for page in pages]
    lines.insert(5, "broken")
    lines.append(lines[0])
    outcomes = tmp_path / "outcomes.jsonl"
    done = run_pipeline(
        "process",
        "--input",
        "-",
        "--output",
        "-",
        "--outcomes",
        str(outcomes),
        stdin="\n".join(lines).encode(),
    )
    assert done.returncode == 0, done.stderr
    articles = [json.loads(line) for line in done.stdout.splitlines()]
    assert [a["page_url"] for a in articles] == [page["url"] for page in pages]
    ends = [json.loads(line) for line in outcomes.read_text().splitlines()]
    assert [end["outcome"] for end in ends] == [
        *["articles"] * 5,
        "dead",
        *["articles"] * 7,
        "unchanged",
    ]
    assert "-:6: WireError" in done.stderr
    assert (
        "14 pages: 12 with articles, 0 refused, 1 unchanged, 1 dead; 12 articles; copies: 0"
        in done.stderr
    )


@pytest.mark.parametrize(
    "arguments",
    [
        ("--output", "PAGES"),
        ("--output", "folder/../PAGES"),
        ("--output", "new.jsonl", "--outcomes", "PAGES"),
        ("--output", "new.jsonl", "--outcomes", "new.jsonl"),
        ("--output", "-", "--outcomes", "-"),
    ],
    ids=" ".join,
)
def test_process_writes_nothing_over_what_it_reads_and_no_two_things_to_one_place(
    arguments: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    pages = tmp_path / "PAGES"
    pages.write_text(json.dumps(story_page(1)), "utf-8")
    (tmp_path / "folder").mkdir()
    done = run_pipeline("process", "--input", "PAGES", *arguments)
    assert done.returncode == 2
    assert "each must be another file" in done.stderr
    assert json.loads(pages.read_text("utf-8")) == story_page(1)
    assert not (tmp_path / "new.jsonl").exists()


def test_process_leaves_the_last_output_as_it_was_until_the_new_one_is_whole(
    tmp_path: Path,
) -> None:
    articles = tmp_path / "articles.jsonl"
    articles.write_text("of yesterday", "utf-8")
    pages = tmp_path / "pages.jsonl"
    pages.write_text(json.dumps(story_page(1)), "utf-8")
    command = ["process", "--input", str(pages), "--output", str(articles)]
    failed = run_pipeline(*command, "--outcomes", str(tmp_path / "nowhere" / "ends.jsonl"))
    assert failed.returncode == 1
    assert articles.read_text("utf-8") == "of yesterday"
    assert run_pipeline(*command, "--outcomes", "/dev/null").returncode == 0
    assert json.loads(articles.read_text("utf-8"))["page_url"] == story_page(1)["url"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["articles.jsonl", "pages.jsonl"]


def test_process_refuses_a_page_without_a_usable_address_as_it_does_other_broken_lines(
    tmp_path: Path,
) -> None:
    lines = [json.dumps({**story_page(1), "url": "http://[::1]@9/"}), json.dumps(story_page(2))]
    done = run_pipeline("process", "--input", "-", "--output", "-", stdin="\n".join(lines).encode())
    assert done.returncode == 0, done.stderr
    assert "-:1: WireError" in done.stderr
    assert "1 with articles" in done.stderr


def test_process_gives_other_text_of_a_page_the_next_revision() -> None:
    lines = [json.dumps(story_page(1, revision=n)) for n in (1, 2, 2, 3)]
    done = run_pipeline("process", "--input", "-", "--output", "-", stdin="\n".join(lines).encode())
    assert [json.loads(line)["revision"] for line in done.stdout.splitlines()] == [1, 2, 3]


def test_process_leaves_copies_out_or_says_what_they_are() -> None:
    original = story_page(1)
    lead = "<p>The Sunday paper of the next valley prints the report of its neighbour in full.</p>"
    body = str(original["body"]).replace("</h1>", f"</h1>{lead}").replace("<h1>", "<h1>Oh: ")
    copy = {**original, "url": "https://other.example/reprint", "body": body}
    lines = [json.dumps(page) for page in (original, copy, story_page(2))]
    command = ["process", "--input", "-", "--output", "-"]
    left_out = run_pipeline(*command, stdin="\n".join(lines).encode())
    assert [json.loads(line)["page_url"] for line in left_out.stdout.splitlines()] == [
        story_page(1)["url"],
        story_page(2)["url"],
    ]
    assert "2 articles; copies: 1" in left_out.stderr
    kept = run_pipeline(*command, "--keep-duplicates", stdin="\n".join(lines).encode())
    first, second, third = (json.loads(line) for line in kept.stdout.splitlines())
    assert (first["status"], second["status"], third["status"]) == (
        "published",
        "duplicate",
        "published",
    )
    assert second["duplicate_of"] == first["article_id"]


def test_explain_says_what_a_story_is_a_copy_of(tmp_path: Path) -> None:
    pages = tmp_path / "pages.jsonl"
    copy = {**story_page(1), "url": "https://other.example/reprint"}
    pages.write_text("\n".join(json.dumps(page) for page in (story_page(1), copy)), "utf-8")
    done = run_pipeline("explain", str(pages), "--line", "2", "--copies")
    assert f"copy (exact, similarity 1.00) of {story_page(1)['url']}" in done.stdout


def test_feed_refuses_bad_lines_by_their_place_and_sends_the_others(
    kafka: str, topic_prefix: str, tmp_path: Path
) -> None:
    settings = settings_for(kafka, topic_prefix, tmp_path)
    make_topics(settings)
    huge = {**story_page(9), "headers": {"filler": "a" * 20_000_000}}
    file = tmp_path / "pages.jsonl"
    lines = [story_page(1), {"url": "no address"}, story_page(2), huge, story_page(3)]
    file.write_text("\n".join(json.dumps(line) for line in lines) + "\n\nnot json", "utf-8")
    done = run_pipeline("feed", str(file), settings=settings)
    assert done.returncode == 1
    assert f"refused: {file}:2:" in done.stderr
    assert f"refused: {file}:4: the page has 20" in done.stderr
    assert f"refused: {file}:7: not JSON" in done.stderr
    assert "fed 3 pages" in done.stdout
    assert "3 lines refused" in done.stdout


def test_feed_without_topics_says_what_to_do(kafka: str, topic_prefix: str, tmp_path: Path) -> None:
    settings = settings_for(kafka, topic_prefix, tmp_path)
    done = run_pipeline("feed", str(EXAMPLES), settings=settings)
    assert done.returncode == 1
    assert "pipeline topics create" in done.stderr
    assert "Traceback" not in done.stderr


def test_topics_are_created_once_and_described_with_what_differs(
    kafka: str, topic_prefix: str, tmp_path: Path
) -> None:
    settings = settings_for(kafka, topic_prefix, tmp_path)
    missing = run_pipeline("topics", "describe", settings=settings)
    assert missing.stdout.count("missing; run `pipeline topics create`") == 14
    first = run_pipeline("topics", "create", settings=settings)
    assert first.returncode == 0
    assert first.stdout.count("created, 4 partitions") == 14
    second = run_pipeline("topics", "create", settings=settings)
    assert second.stdout.count("exists already") == 14
    feed_pages(settings, [story_page(1), story_page(2)])
    other = settings_for(kafka, topic_prefix, tmp_path, partitions=6)
    described = run_pipeline("topics", "describe", settings=other)
    assert "4 partitions, not 6" in described.stdout
    raw = next(line for line in described.stdout.splitlines() if "pages.raw" in line)
    assert " 2 " in raw


def test_the_demo_shows_articles_and_leaves_nothing_on_the_brokers_of_others(
    kafka: str, tmp_path: Path
) -> None:
    settings = settings_for(kafka, "", tmp_path)

    async def names() -> set[str]:
        async with admin(settings) as client:
            return {name for name in await client.list_topics() if name.startswith("demo-")}

    before = asyncio.run(names())
    done = run_pipeline("demo", settings=settings, seconds=240)
    assert done.returncode == 0, done.stderr
    assert "split off from other stories' pages" in done.stdout
    assert asyncio.run(names()) <= before


def test_a_worker_without_its_topics_says_what_to_do(
    kafka: str, topic_prefix: str, tmp_path: Path
) -> None:
    settings = settings_for(kafka, topic_prefix, tmp_path)
    done = run_pipeline("worker", settings=settings)
    assert done.returncode == 1
    assert "run `pipeline topics create`" in done.stderr
    make_topics(settings)
    other = settings_for(kafka, topic_prefix, tmp_path, partitions=6)
    done = run_pipeline("worker", settings=other)
    assert done.returncode == 1
    assert "PIPELINE_PARTITIONS is 6" in done.stderr


def test_dead_letters_are_listed_shown_and_chosen(
    kafka: str, topic_prefix: str, tmp_path: Path
) -> None:
    from tests.running import WorkerProcess, settle

    settings = settings_for(kafka, topic_prefix, tmp_path)
    make_topics(settings)
    send_raw(settings, b"{broken", b"[]", key=b"k")
    with WorkerProcess(settings, tmp_path) as worker:
        settle(settings, 2, worker=worker)
    listed = run_pipeline("dead", "list", settings=settings)
    assert listed.returncode == 0
    assert listed.stdout.count("WireError") == 2
    assert "2 dead letters" in listed.stderr
    name = next(
        word for word in listed.stdout.split() if word.count("/") == 1 and word[0].isdigit()
    )
    shown = run_pipeline("dead", "show", name, settings=settings)
    assert shown.returncode == 0
    assert "{broken" in shown.stdout or "[]" in shown.stdout
    assert "0 dead" in run_pipeline("dead", "list", "--step", "split", settings=settings).stderr
    dry = run_pipeline("dead", "replay", "--all", "--dry-run", settings=settings)
    assert dry.stdout.count("would replay") == 2
    gone = run_pipeline("dead", "replay", "3/999", settings=settings)
    assert gone.returncode == 1
    assert "3/999: there is no such dead letter" in gone.stderr
