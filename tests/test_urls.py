"""One spelling for each address, and the site that it belongs to."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pipeline.records import RawPage
from pipeline.urls import TRACKING_PARAMETERS, canonical_url, site_of

HOSTS = st.sampled_from(
    [
        "news.example",
        "www.NEWS.example",
        "news.example:443",
        "news.example:80",
        "news.example:8080",
        "user:secret@news.example",
        "münchen.example",
        "xn--mnchen-3ya.example",
        "[2001:db8::1]:443",
        "192.0.2.1",
        "news.example.",
    ]
)
TAILS = st.text(
    st.one_of(
        st.sampled_from(list("/?#&=;%+.:@~ abcXYZ0189")),
        st.characters(exclude_categories=["Cs"]),
    ),
    max_size=40,
)
URLS = st.builds("{}://{}/{}".format, st.sampled_from(["http", "https", "HTTPS"]), HOSTS, TAILS)


def accepted(url: str) -> bool:
    try:
        RawPage(url, "2026-03-12T10:00:00Z", "text/html", body="")
    except ValueError:
        return False
    return True


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://news.example/a#comments", "https://news.example/a"),
        ("https://news.example/a?utm_source=mail&id=7&fbclid=x", "https://news.example/a?id=7"),
        ("https://news.example/a?b=2&a=1", "https://news.example/a?a=1&b=2"),
        ("HTTPS://News.Example/a", "https://news.example/a"),
        ("https://news.example", "https://news.example/"),
        ("https://news.example:443/a", "https://news.example/a"),
        ("http://news.example:80/a", "http://news.example/a"),
        ("https://reader:secret@news.example/a", "https://news.example/a"),
        ("https://münchen.example/ä", "https://xn--mnchen-3ya.example/%C3%A4"),
        ("https://news.example/%7eann", "https://news.example/~ann"),
    ],
)
def test_spellings_of_one_address_are_one(one: str, other: str) -> None:
    assert canonical_url(one) == canonical_url(other) == other


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://news.example/a", "http://news.example/a"),
        ("https://news.example/a", "https://news.example/A"),
        ("https://news.example/a?id=1", "https://news.example/a?id=2"),
        ("https://news.example/a?id=1", "https://news.example/a?id=1&id=1"),
        ("https://news.example/a", "https://news.example:8443/a"),
        ("https://news.example/a%2Fb", "https://news.example/a/b"),
    ],
)
def test_addresses_that_may_be_different_pages_stay_apart(one: str, other: str) -> None:
    assert canonical_url(one) != canonical_url(other)


@given(URLS)
@example("https://news.example/?a=%ZZ&b=%41")
@example("https://news.example//x/../y?;&&")
def test_a_canonical_address_is_its_own_canonical_address(url: str) -> None:
    once = canonical_url(url)
    assert canonical_url(once) == once


@given(st.one_of(URLS, st.text(st.characters(exclude_categories=["Cs"]), max_size=60)))
def test_every_address_that_a_raw_page_may_have_has_a_canonical_one(url: str) -> None:
    if accepted(url):
        canonical = canonical_url(url)
        assert canonical.startswith(("http://", "https://"))
        assert canonical.isascii()
        assert site_of(canonical)


@pytest.mark.parametrize(
    "url",
    [
        "http://[::1]@9/",
        "http://\\/[",
        "http://news.example:0/",
        "http://news\xa0.example:x\\@a/",
        "http://\u00ad/",
        "http://a%20b/",
        "ftp://news.example/",
        "//news.example/",
    ],
)
def test_what_has_no_canonical_address_is_no_address_of_a_page(url: str) -> None:
    assert not accepted(url)


@given(URLS, st.sampled_from(TRACKING_PARAMETERS), st.text("abc019", max_size=5))
def test_tracking_parameters_never_matter(url: str, name: str, value: str) -> None:
    bare = url.partition("#")[0]
    joint = "&" if "?" in bare else "?"
    assert canonical_url(f"{bare}{joint}{name}={value}") == canonical_url(bare)


@pytest.mark.parametrize(
    ("url", "site"),
    [
        ("https://www.news.co.uk/a", "news.co.uk"),
        ("https://sport.news.com:8080/a", "news.com"),
        ("https://www.news.example:8080/a", "news.example"),
        ("https://user@news.example/a", "news.example"),
        ("http://192.0.2.1:8080/a", "192.0.2.1"),
        ("http://[2001:db8::1]/a", "2001:db8::1"),
        ("http://localhost/a", "localhost"),
    ],
)
def test_a_site_is_the_registrable_domain_or_the_bare_host(url: str, site: str) -> None:
    assert site_of(url) == site
