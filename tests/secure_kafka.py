"""A real broker that talks to nobody without TLS and a login, and the certificates for it."""

import shutil
import socket
import subprocess
from dataclasses import dataclass
from pathlib import Path

from pipeline.kafka_jars import java_home, kafka_jars
from pipeline.local_kafka import LocalKafka

USER, PASSWORD = "news", "open-sesame"


@dataclass(frozen=True)
class Authority:
    """A certificate authority, made with openssl in a folder."""

    folder: Path

    @property
    def certificate(self) -> Path:
        return self.folder / "ca.pem"

    @classmethod
    def made(cls, folder: Path) -> "Authority":
        folder.mkdir()
        authority = cls(folder)
        subject = ["-subj", "/CN=authority", "-days", "2", "-nodes"]
        extensions = ["-addext", "keyUsage=critical,keyCertSign"]
        _openssl(
            *("req", "-x509", *_NEW_KEY, *subject, *extensions),
            *("-keyout", str(folder / "ca.key"), "-out", str(authority.certificate)),
        )
        return authority

    def sign(self, name: str, *, address: str = "127.0.0.1") -> tuple[Path, Path]:
        """A certificate for an address, and its key."""
        key, certificate = self.folder / f"{name}.key", self.folder / f"{name}.pem"
        _openssl(
            *("req", "-x509", *_NEW_KEY, "-subj", f"/CN={name}", "-days", "2", "-nodes"),
            *("-addext", f"subjectAltName=IP:{address}", "-addext", "basicConstraints=CA:FALSE"),
            *("-CA", str(self.certificate), "-CAkey", str(self.folder / "ca.key")),
            *("-keyout", str(key), "-out", str(certificate)),
        )
        return certificate, key


_NEW_KEY = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1")


def can_sign() -> bool:
    """Whether there is an openssl that can make certificates in one call: 3.0 or newer."""
    openssl = shutil.which("openssl")
    if openssl is None:
        return False
    version = subprocess.run([openssl, "version"], capture_output=True, text=True).stdout
    return version.startswith("OpenSSL ") and int(version.split()[1].split(".")[0]) >= 3


def _openssl(*arguments: str) -> None:
    subprocess.run(["openssl", *arguments], check=True, capture_output=True)


class SecureKafka(LocalKafka):
    """Its listeners: `login` and `strict` (SASL_SSL), `certificate` (SSL, with the client's own).

    `login` takes PLAIN and SCRAM-SHA-256, `strict` SCRAM-SHA-512 alone.

    `bootstrap_servers` is the plain one, by which the test sets it up.
    """

    def __init__(self, folder: Path, authority: Authority) -> None:
        super().__init__(folder)
        self._authority = authority
        self.login, self.strict, self.certificate = (f"127.0.0.1:{free_port()}" for _ in range(3))

    def properties(self, data: Path, controller_port: int) -> dict[str, object]:
        certificate, key = self._authority.sign("broker")
        pem = data.parent / "broker.pem"
        pem.write_text(key.read_text() + certificate.read_text())
        own = super().properties(data, controller_port)
        secure = f"LOGIN://{self.login},STRICT://{self.strict}"
        secure += f",CERTIFICATE://{self.certificate}"
        security = "org.apache.kafka.common.security"
        return own | {
            "listeners": f"{own['listeners']},{secure}",
            "advertised.listeners": f"{own['advertised.listeners']},{secure}",
            "listener.security.protocol.map": (
                f"{own['listener.security.protocol.map']}"
                ",LOGIN:SASL_SSL,STRICT:SASL_SSL,CERTIFICATE:SSL"
            ),
            "ssl.keystore.type": "PEM",
            "ssl.keystore.location": pem,
            "ssl.truststore.type": "PEM",
            "ssl.truststore.location": self._authority.certificate,
            "listener.name.certificate.ssl.client.auth": "required",
            "listener.name.login.sasl.enabled.mechanisms": "PLAIN,SCRAM-SHA-256",
            "listener.name.strict.sasl.enabled.mechanisms": "SCRAM-SHA-512",
            "listener.name.login.plain.sasl.jaas.config": (
                f'{security}.plain.PlainLoginModule required user_{USER}="{PASSWORD}";'
            ),
            "listener.name.login.scram-sha-256.sasl.jaas.config": (
                f"{security}.scram.ScramLoginModule required;"
            ),
            "listener.name.strict.scram-sha-512.sasl.jaas.config": (
                f"{security}.scram.ScramLoginModule required;"
            ),
        }

    def add_scram_user(self) -> None:
        classpath = ":".join(map(str, kafka_jars()))
        java = [str(java_home() / "bin" / "java"), "-XX:TieredStopAtLevel=1", "-cp", classpath]
        for mechanism in ("SCRAM-SHA-256", "SCRAM-SHA-512"):  # one a request, the broker demands
            subprocess.run(
                [
                    *(*java, "kafka.admin.ConfigCommand"),
                    *("--bootstrap-server", self.bootstrap_servers, "--alter"),
                    *("--entity-type", "users", "--entity-name", USER),
                    *("--add-config", f"{mechanism}=[password={PASSWORD}]"),
                ],
                check=True,
                capture_output=True,
                timeout=60,
            )


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port
