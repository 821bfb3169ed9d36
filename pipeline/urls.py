"""One form for each address, so that a page is known again: a page's identity is its URL."""

from tld import get_fld
from w3lib.url import canonicalize_url, url_query_cleaner

# Parameters that say how a reader came to a page and never which page it is.
TRACKING_PARAMETERS = (
    "utm_source utm_medium utm_campaign utm_term utm_content utm_id utm_name "
    "fbclid gclid gclsrc dclid msclkid yclid twclid igshid mc_cid mc_eid _ga"
).split()


def canonical_url(url: str) -> str:
    """The address in one spelling, without fragment and tracking parameters.

    It is made from the address that was fetched, not from the page's own rel=canonical: a page
    must not be able to take another page's place.
    """
    cleaned = url_query_cleaner(url, TRACKING_PARAMETERS, remove=True, unique=False)
    return canonicalize_url(cleaned)


def site_of(url: str) -> str:
    """The registrable domain ("news.example.co.uk" -> "example.co.uk"), or the bare host."""
    domain = get_fld(url, fail_silently=True)
    if isinstance(domain, str):
        return domain
    host = url.partition("://")[2].partition("/")[0].rpartition("@")[2].lower()
    return host.removeprefix("www.")
