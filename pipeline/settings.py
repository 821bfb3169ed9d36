"""Settings from environment variables: `PIPELINE_` and a field's name in capitals.

Each is documented once, here; `pipeline settings` prints them. A value that is wrong is refused
with its name and the reason before anything starts.
"""

import os
from collections.abc import Iterator, Mapping
from dataclasses import Field, dataclass, field, fields
from pathlib import Path
from typing import Annotated, Any, Literal, get_args, get_origin, get_type_hints

import msgspec
from msgspec import Meta

from pipeline.errors import PipelineError
from pipeline.topics import DAY_MS, DEAD_LETTER_BYTES, DEDUP_WINDOW_DAYS, MIB, PAGE_BYTES

PREFIX = "PIPELINE_"
HIDDEN = "********"
# What a worker waits for a page beyond all its tries: between them the pool proves itself.
STALL_SLACK_SECONDS = 10.0

Count = Annotated[int, Meta(ge=1)]
Seconds = Annotated[float, Meta(gt=0)]
Port = Annotated[int, Meta(ge=0, le=65535)]


class SettingsError(PipelineError):
    """A setting is wrong; the message says which one, why, and what would be right."""

    exit_code = 2


def _setting(default: Any, help: str, *, secret: bool = False) -> Any:
    # A secret is not in the repr either: that ends in logs and tracebacks.
    return field(default=default, repr=not secret, metadata={"help": help, "secret": secret})


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that can be set. Times are in seconds."""

    bootstrap_servers: str = _setting(
        "127.0.0.1:9092", "brokers to begin with: host:port, several with commas between"
    )
    topic_prefix: Annotated[str, Meta(pattern=r"^[A-Za-z0-9._-]{0,100}$")] = _setting(
        "", "goes before each topic's name and the consumer group's"
    )
    partitions: Annotated[int, Meta(ge=1, le=10_000)] = _setting(
        8, "partitions of each topic, fixed when the topics are created"
    )
    replication_factor: Annotated[int, Meta(ge=1, le=100)] = _setting(
        1, "copies that the brokers keep of each topic, fixed when the topics are created"
    )
    security_protocol: Literal["PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"] = _setting(
        "PLAINTEXT", "how to talk to the brokers"
    )
    sasl_mechanism: Literal["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"] = _setting(
        "PLAIN", "how to log in where the protocol is SASL_*"
    )
    sasl_username: str = _setting("", "the user to log in as")
    sasl_password: str = _setting("", "the user's password", secret=True)
    ssl_cafile: str = _setting("", "file of trusted certificates (PEM); empty: the system's")
    ssl_certfile: str = _setting("", "file of the client's own certificate (PEM)")
    ssl_keyfile: str = _setting("", "file of the certificate's key (PEM)")
    ssl_key_password: str = _setting("", "password of that key", secret=True)
    data_dir: Path = _setting(
        Path("data"), "folder of the worker's tables; each worker needs one of its own"
    )
    web_host: str = _setting("127.0.0.1", "address that /health, /ready and /metrics are served on")
    web_port: Port = _setting(6066, "port for these; 0 takes any free one and logs it")
    pool_size: Annotated[int, Meta(ge=0, le=1024)] = _setting(
        0, "processes that parse pages and run models; 0: one for each core"
    )
    pool_memory_mb: Annotated[int, Meta(ge=256)] = _setting(
        1024, "memory in MiB that one such process may take for data"
    )
    pool_recycle: Count = _setting(2000, "calls after which such a process is replaced")
    step_timeout: Seconds = _setting(20.0, "time that one step may take on one page")
    step_tries: Annotated[int, Meta(ge=1, le=10)] = _setting(
        2, "tries of a step on one page before the page is a dead letter"
    )
    max_page_bytes: Annotated[int, Meta(ge=65_536, le=PAGE_BYTES)] = _setting(
        PAGE_BYTES, f"largest message that carries a page; at most {PAGE_BYTES // MIB} MiB"
    )
    max_dead_letter_bytes: Annotated[int, Meta(ge=65_536, le=DEAD_LETTER_BYTES)] = _setting(
        DEAD_LETTER_BYTES,
        f"largest dead letter that still holds its message; at most {DEAD_LETTER_BYTES // MIB} MiB",
    )
    dedup_window_days: Annotated[float, Meta(gt=0, le=3650)] = _setting(
        DEDUP_WINDOW_DAYS, "days in which stories are looked for as copies of each other"
    )
    session_timeout: Annotated[float, Meta(ge=6, le=300)] = _setting(
        10.0, "silence after which the brokers give a worker's partitions to others"
    )
    stop_timeout: Seconds = _setting(
        30.0, "time to finish after SIGTERM; what is not done then is done again by another worker"
    )
    stall_timeout: Seconds = _setting(
        300.0,
        "time without progress, with messages waiting, after which a worker gives up; longer than "
        "all tries of a step take",
    )
    log_format: Literal["auto", "json", "console"] = _setting(
        "auto", "how log lines look; auto: console on a terminal, else JSON"
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = _setting(
        "INFO", "what is logged at all"
    )

    def __post_init__(self) -> None:
        if not self.bootstrap_servers.strip():
            raise SettingsError(f"{PREFIX}BOOTSTRAP_SERVERS is empty; give host:port")
        for server in self.bootstrap_servers.split(","):
            port = server.strip().rpartition(":")[2]
            if ":" not in server or not port.isdigit() or not 0 < int(port) < 65536:
                raise SettingsError(
                    f"{PREFIX}BOOTSTRAP_SERVERS={self.bootstrap_servers!r}: "
                    f"{server.strip()!r} is not host:port"
                )
        if self.security_protocol.startswith("SASL") and not self.sasl_username:
            raise SettingsError(
                f"{PREFIX}SASL_USERNAME is missing; "
                f"{PREFIX}SECURITY_PROTOCOL={self.security_protocol} needs it"
            )
        if self.ssl_keyfile and not self.ssl_certfile:
            raise SettingsError(f"{PREFIX}SSL_CERTFILE is missing; {PREFIX}SSL_KEYFILE needs it")
        for name in ("ssl_cafile", "ssl_certfile", "ssl_keyfile"):
            file = getattr(self, name)
            if file and not Path(file).is_file():
                raise SettingsError(f"{PREFIX}{name.upper()}={file!r}: there is no such file")
        needed = self.step_timeout * self.step_tries + STALL_SLACK_SECONDS
        if self.stall_timeout < needed:
            # A page that hangs would end the worker before its last try, and the next one, for
            # ever, where it should end as a dead letter.
            raise SettingsError(
                f"{PREFIX}STALL_TIMEOUT={self.stall_timeout:g} is too short for "
                f"{PREFIX}STEP_TIMEOUT={self.step_timeout:g} and "
                f"{PREFIX}STEP_TRIES={self.step_tries}: a page may take all of these tries before "
                f"the worker gives up; set {PREFIX}STALL_TIMEOUT to {needed:g} or more"
            )

    @property
    def group(self) -> str:
        """The consumer group of all workers of one pipeline."""
        return f"{self.topic_prefix}pipeline"

    @property
    def dedup_window_ms(self) -> int:
        """The window of near-duplicate search in milliseconds."""
        return int(self.dedup_window_days * DAY_MS)

    @property
    def processes(self) -> int:
        """How many processes the pool has."""
        return self.pool_size or os.cpu_count() or 1

    def shown(self) -> Iterator[tuple[str, str, str]]:
        """(environment variable, value with secrets hidden, what it is for) of each setting."""
        for item in fields(self):
            value = getattr(self, item.name)
            hidden = item.metadata["secret"] and value
            yield variable(item), HIDDEN if hidden else str(value), item.metadata["help"]


def variable(item: "Field[Any]") -> str:
    """The environment variable of a field of Settings."""
    return PREFIX + item.name.upper()


def load(environ: Mapping[str, str] = os.environ) -> Settings:
    """The settings that the environment gives. Raises SettingsError."""
    hints = get_type_hints(Settings, include_extras=True)
    values: dict[str, Any] = {}
    for item in fields(Settings):
        text = environ.get(variable(item))
        if text is None:
            continue
        try:
            values[item.name] = _parse(text, hints[item.name])
        except msgspec.ValidationError as error:
            shown = HIDDEN if item.metadata["secret"] else repr(text)
            default = f" (default {item.default!s})"
            raise SettingsError(
                f"{variable(item)}={shown} is wrong: {_reason(error, hints[item.name])}{default}; "
                f"it is: {item.metadata['help']}"
            ) from None
    return Settings(**values)


def unknown(environ: Mapping[str, str] = os.environ) -> list[str]:
    """Variables that begin like a setting and are none: most likely misspelt."""
    known = {variable(item) for item in fields(Settings)}
    return sorted(name for name in environ if name.startswith(PREFIX) and name not in known)


def _reason(error: msgspec.ValidationError, kind: Any) -> str:
    if get_origin(kind) is Literal:
        return f"it must be one of {', '.join(get_args(kind))}"
    return str(error)


def _parse(text: str, kind: Any) -> Any:
    if kind is Path:
        if not text:
            raise msgspec.ValidationError("an empty path")
        return Path(text)
    return msgspec.convert(text.strip() if kind is not str else text, kind, strict=False)
