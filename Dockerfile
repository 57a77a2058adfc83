FROM python:3.12-slim

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PIP_NO_CACHE_DIR=1 \
    BIND=0.0.0.0 PORT=8000 DATA_DIR=/data

WORKDIR /app
RUN useradd --system --uid 10001 --no-create-home trialfinder \
    && install -d -o trialfinder -g trialfinder /data /data/search

# Before the code, so that a change of the code does not install everything again.
COPY requirements/base.lock requirements/base.lock
RUN pip install --require-hashes --no-deps -r requirements/base.lock

COPY . .
USER trialfinder
# No database is needed for it; the key and the address are only for the settings to be complete.
RUN SECRET_KEY=for-this-command-only DATABASE_URL=postgresql://none \
    python manage.py collectstatic --no-input --verbosity 0

EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s --retries=3 \
    CMD ["python", "-m", "trialfinder.health"]
CMD ["gunicorn", "--config", "python:trialfinder.gunicorn", "trialfinder.wsgi"]
