# Rasa with the trained model in it, so that a container never starts with another one.
# `make train` first; then
#   docker build -f deploy/images/rasa.Dockerfile -t reitti-rasa .
FROM python:3.11-slim-bookworm AS made
WORKDIR /opt/reitti
COPY requirements/tools.txt requirements/rasa.txt requirements/
RUN python -m venv .venv-tools \
 && .venv-tools/bin/pip install --no-cache-dir --no-deps --require-hashes -r requirements/tools.txt \
 && .venv-tools/bin/uv venv .venv-rasa \
 && .venv-tools/bin/uv pip sync --no-cache --python .venv-rasa/bin/python --require-hashes requirements/rasa.txt

FROM python:3.11-slim-bookworm
WORKDIR /opt/reitti
RUN groupadd --gid 10001 reitti \
 && useradd --uid 10001 --gid 10001 --no-create-home --shell /usr/sbin/nologin reitti
COPY --from=made /opt/reitti/.venv-rasa .venv-rasa
COPY requirements/rasa.txt requirements/rasa.txt
COPY config.yml domain.yml endpoints.yml credentials.yml ./
COPY data data
COPY bot bot
COPY models models
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 RASA_TELEMETRY_ENABLED=false HOME=/tmp MPLCONFIGDIR=/tmp
USER 10001:10001
HEALTHCHECK --interval=10s --timeout=8s --start-period=60s --retries=3 \
    CMD [".venv-rasa/bin/python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8081/webhooks/reitti/health', timeout=7)"]
CMD [".venv-rasa/bin/python", "-m", "bot.supervise", "rasa"]
