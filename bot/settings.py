"""Every setting of the service, read once from the environment.

Names start with ``REITTI_``; the README lists them with their defaults, and a
test holds that list against the fields below.
"""

from __future__ import annotations

import hashlib
import os
import socket
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MOST_RASA = 16
LOOPBACK = ("127.0.0.1", "::1", "localhost")


class SettingError(ValueError):
    """A setting has a value that the service cannot start with."""


def _number(env: Mapping[str, str], name: str, default: int) -> int:
    raw = env.get(name, "").strip()
    if not raw:
        return default
    try:
        return int(raw)
    except ValueError:
        raise SettingError(f"{name} must be a whole number, not {raw!r}") from None


def _flag(env: Mapping[str, str], name: str, default: bool) -> bool:
    raw = env.get(name, "").strip()
    if not raw:
        return default
    if raw not in ("0", "1"):
        raise SettingError(f"{name} must be 0 or 1, not {raw!r}")
    return raw == "1"


def _one_of(env: Mapping[str, str], name: str, known: tuple[str, ...]) -> str:
    raw = env.get(name) or known[0]
    if raw not in known:
        raise SettingError(f"{name} must be {' or '.join(known)}, not {raw!r}")
    return raw


def _strength(env: Mapping[str, str]) -> str:
    """What the provider's sign-in must have been. A provider that is asked for nothing is taken
    to have asked for a password alone, which is too little where a second factor is required."""
    acr = env.get("REITTI_OIDC_ACR", "").strip()
    if env.get("REITTI_OIDC_ISSUER") and not acr and _flag(env, "REITTI_TOTP_REQUIRED", False):
        raise SettingError("REITTI_OIDC_ACR must be set where REITTI_TOTP_REQUIRED is 1")
    return acr


def _file(env: Mapping[str, str], name: str) -> Path | None:
    raw = env.get(name, "").strip()
    return Path(raw) if raw else None


def _processes(env: Mapping[str, str]) -> int:
    number = _number(env, "REITTI_RASA_PROCESSES", 1)
    if not 1 <= number <= MOST_RASA:
        raise SettingError(f"REITTI_RASA_PROCESSES must be from 1 to {MOST_RASA}, not {number}")
    return number


@dataclass(frozen=True)
class Settings:
    """What the operator may choose. Times are in seconds unless the name says otherwise."""

    host: str
    port: int
    rasa_port: int
    # So many Rasa processes, on this port and those after it.
    rasa_processes: int
    actions_port: int
    database_url: str
    tracker_url: str
    var_dir: Path
    key_file: Path
    models_dir: Path
    data_dir: Path
    rasa_secret: str
    rasa_timeout: int
    demo: bool
    cookie_secure: bool
    totp_required: bool
    client_idle: int
    staff_idle: int
    session_absolute: int
    code_days: int
    meeting_host: str
    public_url: str
    oidc_issuer: str
    oidc_client_id: str
    oidc_client_secret: str
    oidc_claim: str
    oidc_acr: str
    jitsi_app_id: str
    jitsi_key_file: Path | None
    log_level: str
    log_format: str
    redis_url: str
    metrics_host: str
    metrics_port: int
    drain_seconds: int
    handover_secrets: Path | None
    smtp_host: str
    smtp_port: int
    smtp_tls: str
    smtp_from: str
    smtp_user: str
    smtp_password_file: Path | None

    @classmethod
    def from_environment(cls, env: Mapping[str, str] | None = None) -> Settings:
        """Read the settings; raises SettingError with one clear line."""
        env = os.environ if env is None else env
        var_dir = Path(env.get("REITTI_VAR_DIR") or ROOT / "var")
        host = env.get("REITTI_HOST") or "127.0.0.1"
        port = _number(env, "REITTI_PORT", 8080)
        default_database = f"sqlite:///{var_dir / 'reitti.db'}"
        database_url = env.get("REITTI_DATABASE_URL") or default_database
        if not database_url.startswith(("sqlite:///", "postgresql://")):
            raise SettingError("REITTI_DATABASE_URL must start with sqlite:/// or postgresql://")
        key_file = Path(env.get("REITTI_KEY_FILE") or var_dir / "keys.json")
        return cls(
            host=host,
            port=port,
            rasa_port=_number(env, "REITTI_RASA_PORT", port + 1),
            rasa_processes=_processes(env),
            actions_port=_number(env, "REITTI_ACTIONS_PORT", port + 1 + _processes(env)),
            database_url=database_url,
            tracker_url=env.get("REITTI_TRACKER_URL") or tracker_url_for(database_url),
            var_dir=var_dir,
            key_file=key_file,
            models_dir=Path(env.get("REITTI_MODELS_DIR") or ROOT / "models"),
            data_dir=Path(env.get("REITTI_DATA_DIR") or ROOT / "data"),
            rasa_secret=env.get("REITTI_RASA_SECRET", ""),
            rasa_timeout=_number(env, "REITTI_RASA_TIMEOUT", 15),
            demo=_flag(env, "REITTI_DEMO", host in LOOPBACK and database_url == default_database),
            cookie_secure=_flag(env, "REITTI_COOKIE_SECURE", host not in LOOPBACK),
            totp_required=_flag(env, "REITTI_TOTP_REQUIRED", False),
            client_idle=_number(env, "REITTI_CLIENT_IDLE", 20 * 60),
            staff_idle=_number(env, "REITTI_STAFF_IDLE", 60 * 60),
            session_absolute=_number(env, "REITTI_SESSION_ABSOLUTE", 12 * 60 * 60),
            code_days=_number(env, "REITTI_CODE_DAYS", 14),
            meeting_host=env.get("REITTI_MEETING_HOST") or "meet.example",
            public_url=env.get("REITTI_PUBLIC_URL") or f"http://{host}:{port}",
            oidc_issuer=env.get("REITTI_OIDC_ISSUER", ""),
            oidc_client_id=env.get("REITTI_OIDC_CLIENT_ID") or "reitti",
            oidc_client_secret=env.get("REITTI_OIDC_CLIENT_SECRET", ""),
            oidc_claim=env.get("REITTI_OIDC_CLAIM") or "sub",
            oidc_acr=_strength(env),
            jitsi_app_id=env.get("REITTI_JITSI_APP_ID", ""),
            jitsi_key_file=_file(env, "REITTI_JITSI_KEY_FILE"),
            log_level=(env.get("REITTI_LOG_LEVEL") or "info").lower(),
            log_format=_one_of(env, "REITTI_LOG_FORMAT", ("text", "json")),
            redis_url=env.get("REITTI_REDIS_URL", ""),
            metrics_host=env.get("REITTI_METRICS_HOST") or "127.0.0.1",
            metrics_port=_number(env, "REITTI_METRICS_PORT", 0),
            drain_seconds=_number(env, "REITTI_DRAIN_SECONDS", 0),
            handover_secrets=_file(env, "REITTI_HANDOVER_SECRETS"),
            smtp_host=env.get("REITTI_SMTP_HOST", ""),
            smtp_port=_number(env, "REITTI_SMTP_PORT", 587),
            smtp_tls=_one_of(env, "REITTI_SMTP_TLS", ("starttls", "tls", "none")),
            smtp_from=env.get("REITTI_SMTP_FROM", ""),
            smtp_user=env.get("REITTI_SMTP_USER", ""),
            smtp_password_file=_file(env, "REITTI_SMTP_PASSWORD_FILE"),
        )

    @property
    def rasa_ports(self) -> tuple[int, ...]:
        """One for each Rasa process."""
        return tuple(range(self.rasa_port, self.rasa_port + self.rasa_processes))


def tracker_url_for(database_url: str) -> str:
    """Where Rasa keeps its tracker: beside an SQLite file, or in the same PostgreSQL."""
    if database_url.startswith("sqlite:///"):
        return database_url.removesuffix(".db") + "-rasa.db"
    return database_url


def instance_name(settings: Settings) -> str:
    """A short name that keeps the files of two instances apart."""
    return hashlib.sha256(f"{settings.port}{settings.database_url}".encode()).hexdigest()[:8]


def port_is_free(port: int, host: str = "127.0.0.1") -> bool:
    """Whether nothing listens on the port now."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def setting_names() -> list[str]:
    """The environment names, for the README and its test."""
    return [f"REITTI_{field.name.upper()}" for field in fields(Settings)]
