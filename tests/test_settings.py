"""Settings from the environment."""

import shutil
import subprocess
from pathlib import Path

import pytest

from pipeline.broker import tls_context
from pipeline.settings import HIDDEN, Settings, SettingsError, load, unknown


def test_without_any_variable_the_defaults_hold() -> None:
    assert load({}) == Settings()


def test_values_are_read_in_their_types() -> None:
    settings = load(
        {
            "PIPELINE_POOL_SIZE": "3",
            "PIPELINE_STEP_TIMEOUT": "2.5",
            "PIPELINE_DATA_DIR": "/tmp/tables",  # noqa: S108
            "PIPELINE_SECURITY_PROTOCOL": "SASL_SSL",
            "PIPELINE_SASL_USERNAME": "news",
            "SOMETHING_ELSE": "x",
        }
    )
    assert settings.pool_size == 3
    assert settings.step_timeout == 2.5
    assert settings.data_dir == Path("/tmp/tables")  # noqa: S108
    assert settings.security_protocol == "SASL_SSL"


@pytest.mark.parametrize(
    ("variable", "value", "reason"),
    [
        ("PIPELINE_WEB_PORT", "99999", "<= 65535"),
        ("PIPELINE_WEB_PORT", "http", "Expected `int`"),
        ("PIPELINE_STEP_TIMEOUT", "0", "> 0"),
        ("PIPELINE_POOL_SIZE", "-1", ">= 0"),
        ("PIPELINE_LOG_FORMAT", "xml", "one of auto, json, console"),
        ("PIPELINE_SECURITY_PROTOCOL", "sasl", "one of PLAINTEXT, SSL"),
        ("PIPELINE_TOPIC_PREFIX", "a b", "regex"),
        ("PIPELINE_BOOTSTRAP_SERVERS", "kafka", "is not host:port"),
        ("PIPELINE_BOOTSTRAP_SERVERS", "", "is empty"),
        ("PIPELINE_BOOTSTRAP_SERVERS", "a:9092,b:0", "'b:0' is not host:port"),
        ("PIPELINE_SSL_CAFILE", "/nowhere/ca.pem", "no such file"),
        ("PIPELINE_DATA_DIR", "", "an empty path"),
        ("PIPELINE_MAX_PAGE_BYTES", "999999999", "<="),
        ("PIPELINE_MAX_PAGE_BYTES", "2048", ">= 65536"),
        ("PIPELINE_MAX_DEAD_LETTER_BYTES", "2048", ">= 65536"),
    ],
)
def test_a_wrong_value_is_refused_with_its_name_and_the_reason(
    variable: str, value: str, reason: str
) -> None:
    with pytest.raises(SettingsError) as caught:
        load({variable: value})
    assert variable in str(caught.value)
    assert reason in str(caught.value)


def test_what_belongs_together_is_checked_together() -> None:
    with pytest.raises(SettingsError, match="PIPELINE_SASL_USERNAME is missing"):
        load({"PIPELINE_SECURITY_PROTOCOL": "SASL_PLAINTEXT"})
    with pytest.raises(SettingsError, match="PIPELINE_SSL_CERTFILE is missing"):
        load({"PIPELINE_SSL_KEYFILE": __file__})


@pytest.mark.parametrize(
    ("step", "tries", "stall", "fits"),
    [(145, 2, 300, True), (146, 2, 300, False), (20, 10, 209.5, False), (1, 1, 11, True)],
)
def test_a_worker_does_not_give_up_before_a_page_had_all_its_tries(
    step: float, tries: int, stall: float, fits: bool
) -> None:
    variables = {
        "PIPELINE_STEP_TIMEOUT": f"{step:g}",
        "PIPELINE_STEP_TRIES": str(tries),
        "PIPELINE_STALL_TIMEOUT": f"{stall:g}",
    }
    if fits:
        assert load(variables).stall_timeout == stall
        return
    with pytest.raises(SettingsError) as caught:
        load(variables)
    for name, value in variables.items():
        assert f"{name}={value}" in str(caught.value)
    assert f"set PIPELINE_STALL_TIMEOUT to {step * tries + 10:g} or more" in str(caught.value)


def test_a_file_that_holds_no_certificates_is_refused_with_the_name_of_its_setting() -> None:
    wrong = Settings(security_protocol="SSL", ssl_cafile=__file__)
    with pytest.raises(SettingsError, match=r"PIPELINE_SSL_CAFILE=.*holds no certificates"):
        tls_context(wrong)
    wrong = Settings(security_protocol="SSL", ssl_certfile=__file__)
    with pytest.raises(SettingsError, match="PIPELINE_SSL_CERTFILE="):
        tls_context(wrong)


def test_an_encrypted_key_needs_its_password_from_the_settings(tmp_path: Path) -> None:
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("needs openssl to make a key")
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subject = ["-subj", "/CN=test", "-days", "1", "-passout", "pass:open-sesame"]
    files = ["-keyout", str(key), "-out", str(certificate)]
    subprocess.run(
        [openssl, "req", "-x509", "-newkey", "rsa:2048", *subject, *files],
        check=True,
        capture_output=True,
    )

    def context(password: str) -> object:
        return tls_context(
            Settings(
                security_protocol="SSL",
                ssl_certfile=str(certificate),
                ssl_keyfile=str(key),
                ssl_key_password=password,
            )
        )

    assert context("open-sesame")
    for wrong in ("", "sesame", "long" * 1000):
        with pytest.raises(SettingsError, match="PIPELINE_SSL_KEY_PASSWORD"):
            context(wrong)


def test_secrets_are_shown_nowhere() -> None:
    settings = load({"PIPELINE_SASL_PASSWORD": "open-sesame", "PIPELINE_SASL_USERNAME": "ali"})
    shown = {name: value for name, value, _ in settings.shown()}
    assert shown["PIPELINE_SASL_PASSWORD"] == HIDDEN
    assert shown["PIPELINE_SSL_KEY_PASSWORD"] == ""
    assert shown["PIPELINE_SASL_USERNAME"] == "ali"
    assert "open-sesame" not in repr(settings)


def test_every_setting_says_what_it_is_for() -> None:
    for name, _, purpose in Settings().shown():
        assert len(purpose) > 10, name


def test_misspelt_variables_are_found() -> None:
    assert unknown({"PIPELINE_TOPIC_PREFX": "a", "PIPELINE_POOL_SIZE": "1"}) == [
        "PIPELINE_TOPIC_PREFX"
    ]
