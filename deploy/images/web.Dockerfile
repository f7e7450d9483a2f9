# The web application and the actions. Build in the checkout, after `make requirements`:
#   docker build -f deploy/images/web.Dockerfile -t reitti-web .
# Pin the base by its digest in your own registry.
FROM python:3.11-slim-bookworm AS made
WORKDIR /opt/reitti
COPY requirements/tools.txt requirements/app.txt requirements/
RUN python -m venv .venv-tools \
 && .venv-tools/bin/pip install --no-cache-dir --no-deps --require-hashes -r requirements/tools.txt \
 && .venv-tools/bin/uv venv .venv \
 && .venv-tools/bin/uv pip sync --no-cache --python .venv/bin/python --require-hashes requirements/app.txt
COPY pyproject.toml README.md ./
COPY bot bot
COPY actions actions
RUN .venv-tools/bin/uv pip install --no-cache --offline --no-deps --no-build-isolation \
    --python .venv/bin/python --editable . \
 && .venv/bin/python -m compileall -q bot actions

FROM python:3.11-slim-bookworm
WORKDIR /opt/reitti
RUN groupadd --gid 10001 reitti \
 && useradd --uid 10001 --gid 10001 --no-create-home --shell /usr/sbin/nologin reitti
COPY --from=made /opt/reitti/.venv .venv
COPY --from=made /opt/reitti/bot bot
COPY --from=made /opt/reitti/actions actions
COPY --from=made /opt/reitti/pyproject.toml pyproject.toml
COPY data data
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
USER 10001:10001
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=5s --start-period=20s --retries=3 \
    CMD [".venv/bin/python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8080/health/serving', timeout=4)"]
CMD [".venv/bin/reitti", "serve"]
