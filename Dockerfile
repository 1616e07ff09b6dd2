# The site as an image: web, worker and scheduler run from it, each with its own command (docs/operations/containers.md).
# Any Debian-like base with Python 3.11 or newer will do.
ARG PYTHON_IMAGE=docker.io/library/python:3.11-slim-bookworm

# --- the pinned packages: wheels, then an environment made of nothing else ------------------------------------------
FROM ${PYTHON_IMAGE} AS packages
WORKDIR /build
COPY requirements.txt ./
RUN python -m pip wheel --no-cache-dir --no-deps --wheel-dir wheels -r requirements.txt \
 && python -m venv /opt/venv \
 && /opt/venv/bin/python -m pip install --no-cache-dir --no-deps --no-index wheels/*.whl \
 && /opt/venv/bin/python -m pip check \
 && /opt/venv/bin/python -m pip uninstall --yes --quiet pip setuptools

# --- the site -------------------------------------------------------------------------------------------------------
FROM ${PYTHON_IMAGE} AS site
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    DJANGO_SETTINGS_MODULE=lasweb.settings.production \
    LASWEB_VAR_DIR=/var/lib/lasweb \
    STATIC_ROOT=/opt/lasweb-static \
    GUNICORN_CMD_ARGS="--bind 0.0.0.0:8000" \
    HOME=/tmp
# What `manage.py backup` and `restore` need of PostgreSQL (Debian 12 has version 15, that of compose.yaml); what the
# worker recognises scanned pages with, in English (another language: its package, such as tesseract-ocr-cym).
RUN apt-get update -qq \
 && apt-get install -y -qq --no-install-recommends postgresql-client tesseract-ocr > /dev/null \
 && rm -rf /var/lib/apt/lists/*
# Numbers, not names: an orchestrator can see that it is not root. What the site writes goes into these folders alone.
RUN echo 'lasweb:x:10001:10001:LASweb:/tmp:/usr/sbin/nologin' >> /etc/passwd \
 && echo 'lasweb:x:10001:' >> /etc/group \
 && install -d -o 10001 -g 10001 /var/lib/lasweb /var/lib/lasweb/media /run/lasweb
COPY --from=packages /opt/venv /opt/venv
WORKDIR /opt/lasweb
COPY . .
# Static files are made here, with settings and a key that are thrown away again; code is compiled, because nothing can
# be written later.
RUN DJANGO_SETTINGS_MODULE=lasweb.settings.dev LASWEB_VAR_DIR=/tmp/build python manage.py collectstatic --no-input \
 && rm -rf /tmp/build \
 && python -m compileall -q . /opt/venv/lib
USER 10001:10001
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 CMD ["python", "-m", "lasweb.alive"]
CMD ["gunicorn", "-c", "python:lasweb.gunicorn"]
