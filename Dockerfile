# One image for the Prefect server and the worker: they must run the same Prefect.
FROM python:3.12-slim AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /opt/newsledger
ENV PATH="/opt/newsledger/bin:$PATH"
WORKDIR /src
COPY requirements.lock ./
RUN pip install --require-hashes --no-deps -r requirements.lock
COPY pyproject.toml README.md ./
COPY records/ records/
COPY seeds/ seeds/
COPY extractors/ extractors/
COPY stories/ stories/
COPY warehouse/ warehouse/
COPY reports/ reports/
COPY flows/ flows/
RUN pip install --no-deps --no-build-isolation .

FROM python:3.12-slim
RUN useradd --create-home --uid 10001 newsledger \
    && install --directory --owner=newsledger --group=newsledger /data
COPY --from=build /opt/newsledger /opt/newsledger
ENV PATH="/opt/newsledger/bin:$PATH" \
    PYTHONUNBUFFERED=1 \
    DO_NOT_TRACK=1 \
    PREFECT_SERVER_ANALYTICS_ENABLED=false \
    NEWSLEDGER_WAREHOUSE=/data/newsledger.duckdb
USER 10001
# the user's own feeds and watches are read from /data/newsledger-data
WORKDIR /data
VOLUME /data
CMD ["newsledger", "serve"]
