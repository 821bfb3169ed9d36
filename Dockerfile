FROM python:3.13-slim

ENV PYTHONUNBUFFERED=1 PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1

# The user has no shell and owns only the data folder.
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin pipeline \
    && install -d -o pipeline /var/lib/pipeline

WORKDIR /opt/pipeline
COPY pyproject.toml constraints.txt README.md LICENSE NOTICE ./
COPY pipeline pipeline
RUN pip install --constraint constraints.txt '.[languages]'

# A folder that no other container sees: each worker needs tables of its own.
ENV PIPELINE_DATA_DIR=/var/lib/pipeline
VOLUME /var/lib/pipeline

ENV PIPELINE_WEB_HOST=0.0.0.0 PIPELINE_WEB_PORT=6066 PIPELINE_LOG_FORMAT=json
EXPOSE 6066

USER pipeline
WORKDIR /var/lib/pipeline

HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=4 \
    CMD ["python", "-c", "import os, urllib.request as web; web.urlopen('http://127.0.0.1:' + os.environ['PIPELINE_WEB_PORT'] + '/health', timeout=4)"]

ENTRYPOINT ["pipeline"]
CMD ["worker"]
