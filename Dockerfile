# Images of the hub and the agent, and of the lab's agents: --target hub, agent or lab-agent.
# BASE_IMAGE is any Debian with python3 (3.11 or newer) and its venv module.
ARG BASE_IMAGE=python:3.12-slim
# Where the page comes from. build: npm builds it here. ready: it lies built in the checkout already.
ARG PAGE=build

FROM ${BASE_IMAGE} AS base
ENV PATH=/opt/tocsin/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1
# One number in both images: the hub writes the join code into a volume that agents read.
RUN useradd --system --uid 10001 --user-group --no-create-home --home-dir /data tocsin \
    && install -d -o tocsin -g tocsin -m 0700 /data /join
WORKDIR /data

# What builds stays behind: the images get /opt/tocsin alone.
FROM ${BASE_IMAGE} AS tools
ARG PIP_NO_INDEX
ENV PATH=/opt/tocsin/bin:$PATH \
    PIP_CONSTRAINT=/src/constraints.txt \
    PIP_BUILD_CONSTRAINT=/src/constraints.txt \
    PIP_DISABLE_PIP_VERSION_CHECK=1 \
    PIP_FIND_LINKS=/src/.wheels \
    PIP_NO_CACHE_DIR=1
WORKDIR /src
RUN python3 -m venv /opt/tocsin
# Packages downloaded beforehand into .wheels/ are used if there are any; with PIP_NO_INDEX=1 no
# others. The bracket makes the folder optional to COPY.
COPY LICENSE .wheel[s] .wheels/
COPY constraints.txt .

FROM tools AS page-build
COPY requirements/node.txt requirements/
RUN pip install --requirement requirements/node.txt
WORKDIR /src/web
COPY web/package.json web/package-lock.json web/.npmrc ./
RUN npm ci --no-audit --no-fund
COPY web .
RUN npm run build

FROM scratch AS page-ready
COPY hub/src/tocsin_hub/page /src/hub/src/tocsin_hub/page

FROM page-${PAGE} AS page

FROM tools AS hub-build
COPY wire wire
COPY hub hub
# A page that lies in the checkout may be older than its sources.
RUN rm -rf hub/src/tocsin_hub/page
COPY --from=page /src/hub/src/tocsin_hub/page hub/src/tocsin_hub/page
RUN pip install ./wire ./hub

FROM tools AS agent-build
COPY wire wire
COPY agent agent
RUN pip install ./wire ./agent

FROM base AS hub
COPY --from=hub-build /opt/tocsin /opt/tocsin
USER tocsin
EXPOSE 8765
HEALTHCHECK --interval=3s --timeout=3s --start-period=30s --retries=10 \
    CMD ["python3", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8765/healthz', timeout=2)"]
ENTRYPOINT ["tocsin-hub"]
CMD ["serve", "--data", "/data"]

FROM base AS agent
COPY --from=agent-build /opt/tocsin /opt/tocsin
USER tocsin
ENTRYPOINT ["tocsin-agent"]
CMD ["--help"]

# An agent with something to show: a load runs beside it.
FROM agent AS lab-agent
COPY --chown=tocsin:tocsin scripts/lab /opt/lab
# Root's, as an owner's word is: the agent reads it and cannot change it.
COPY --chown=root:root --chmod=0644 scripts/lab/policy.toml /etc/tocsin/policy.toml
ENTRYPOINT ["sh", "/opt/lab/with-load"]
