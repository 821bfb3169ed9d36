"""One form for each address, so that a page is known again: a page's identity is its URL."""

import re
from urllib.parse import urlsplit

from tld import get_fld
from w3lib.url import canonicalize_url, url_query_cleaner

# Parameters that say how a reader came to a page and never which page it is.
TRACKING_PARAMETERS = [
    "utm_source",
    "utm_medium",
    "utm_campaign",
    "utm_term",
    "utm_content",
    "utm_id",
    "utm_name",
    "fbclid",
    "gclid",
    "gclsrc",
    "dclid",
    "msclkid",
    "yclid",
    "twclid",
    "igshid",
    "mc_cid",
    "mc_eid",
    "_ga",
]

# After all that a lenient reading of an address leaves: a host as DNS or an IP address has it.
_NETLOC = re.compile(r"([a-z0-9_.-]+|\[[0-9a-f:.]+\])(:[0-9]{1,5})?", re.ASCII)
_DEFAULT_PORTS = {"http": ":80", "https": ":443"}


def canonical_url(url: str) -> str:
    """The address in one spelling, without fragment, tracking parameters, user and password.

    It is made from the address that was fetched, not from the page's own rel=canonical: a page
    must not be able to take another page's place.

    Raises ValueError for what is not an absolute http or https address.
    """
    cleaned = url_query_cleaner(url, TRACKING_PARAMETERS, remove=True, unique=False)
    parts = urlsplit(canonicalize_url(cleaned))
    host = parts.netloc.rpartition("@")[2]
    host = host.removesuffix(_DEFAULT_PORTS.get(parts.scheme, "")).removesuffix(":")
    if parts.scheme not in _DEFAULT_PORTS or not _NETLOC.fullmatch(host) or parts.port == 0:
        raise ValueError("it must be an absolute http or https address")
    return parts._replace(netloc=host).geturl()


def site_of(url: str) -> str:
    """The registrable domain ("news.example.co.uk" -> "example.co.uk"), or the bare host."""
    domain = get_fld(url, fail_silently=True)
    if isinstance(domain, str):
        return domain
    return (urlsplit(url).hostname or "").removeprefix("www.")
