"""The elements of an HTML page reach splitting as steps from block to block."""

from hypothesis import given
from hypothesis import strategies as st

from pipeline.clean import dom
from pipeline.records import Block
from pipeline.split.elements import Elements, apart, gap_elements
from pipeline.split.outline import COLUMN, outline_of

TAGS = ("article", "section", "div", "blockquote")
bodies = st.recursive(
    st.just("<p>text</p>"),
    lambda inside: st.builds(
        lambda tag, parts: f"<{tag}>{''.join(parts)}</{tag}>",
        st.sampled_from(TAGS),
        st.lists(inside, max_size=4),
    ),
    max_leaves=20,
)

TWO_STORIES = (
    "<main><article><h1>One</h1><div><p>a</p><p>b</p></div></article>"
    "<article><h1>Two</h1><div><p>c</p><p>d</p></div></article></main>"
)


def read(html: str) -> tuple[dom.Page, list[Block]]:
    page = dom.read_page(dom.parse(html))
    steps = zip(page.texts, page.steps(), strict=True)
    return page, [
        Block(text, "paragraph", True, None, closed, opened) for text, (closed, opened) in steps
    ]


def around(page: dom.Page, block: int) -> list[int]:
    """The elements that hold a block, the innermost first, without the body."""
    found = []
    at = page.holder[block]
    while at:
        found.append(at)
        at = page.parent[at]
    return found


@given(bodies)
def test_two_blocks_share_the_elements_that_the_page_holds_both_in(html: str) -> None:
    page, blocks = read(html)
    elements = Elements(blocks)
    for last in range(len(blocks)):
        assert elements.depth[last] == len(around(page, last))
        for first in range(last):
            both = set(around(page, first)) & set(around(page, last))
            assert elements.shared(first, last) == len(both)
            beneath = set(around(page, last)) - both
            tags = {dom.TAGS[page.tag[element]] for element in beneath}
            assert elements.tags(last, len(both)) == tags


def test_a_gap_between_articles_parts_all_that_each_holds() -> None:
    _, blocks = read(TWO_STORIES)
    assert [block.text for block in blocks] == ["One", "a", "b", "Two", "c", "d"]
    found = gap_elements(Elements(blocks), [1, 2, 4, 5], [100] * 4)
    assert found["held_above"].tolist() == [1, 2, 1]
    assert found["held_beneath"].tolist() == [1, 2, 1]
    assert found["gap_up"].tolist() == [1, 3, 1]
    assert found["article_beneath"].tolist() == [0, 1, 0]
    assert found["lead"].tolist() == [0, 1, 0]
    assert found["lead_level"].tolist() == [0, 1, 0]


def test_paragraphs_that_each_have_an_element_are_all_alike() -> None:
    _, blocks = read("".join(f"<div><div><p>{text}</p></div></div>" for text in "abcd"))
    found = gap_elements(Elements(blocks), [0, 1, 2, 3], [100] * 4)
    assert found["gap_even"].tolist() == [2, 2, 2]
    assert found["held_above"].tolist() == found["held_beneath"].tolist() == [1, 1, 1]


def test_a_headline_is_nearer_to_the_text_of_its_own_element() -> None:
    _, blocks = read(TWO_STORIES)
    elements = Elements(blocks)
    assert apart(elements, 3, 4) == (1, 2)
    assert apart(elements, 2, 3) == (3, 2)


def test_nothing_is_told_of_flattened_text() -> None:
    blocks = [Block(text, "paragraph", True) for text in "abc"]
    found = gap_elements(Elements(blocks), [0, 1, 2], [100] * 3)
    assert not any(values.any() for values in found.values())


def test_more_elements_that_end_than_have_begun_are_passed_over() -> None:
    elements = Elements([Block("a", "paragraph", True, None, 10**12, ("p",))])
    assert elements.tags(0, -(10**12)) == {"p"}


def test_what_markup_calls_a_byline_is_seen_as_one_with_its_date() -> None:
    lines = [
        Block(
            "The bridge will close for nine weeks, the council said on Monday.", "paragraph", True
        ),
        Block("Mwandishi Wetu | 14 March 2025", "byline", False, "metadata"),
        Block("A volcano covered the island of Tamaru in ash on Friday night.", "paragraph", True),
    ]
    page = outline_of(lines, "", "")
    assert page is not None
    assert page.wording[1, COLUMN["byline"]] == 1
    assert page.wording[1, COLUMN["date"]] == 1
