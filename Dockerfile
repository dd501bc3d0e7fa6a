# The bridge and its page in one small image, run by a user without rights.
#
#   docker build -t postbag .
#   docker run --read-only -p 127.0.0.1:3000:3000 -e POSTBAG_ORIGIN=… -e POSTBAG_SECRET=… postbag
#
# Outside of localhost it needs TLS in front: see compose.yaml.

FROM node:24-bookworm-slim AS build
WORKDIR /src
# Dependencies first: they change less often than the sources.
COPY package.json package-lock.json .npmrc ./
RUN npm install --no-save --include=dev --no-audit --no-fund
COPY . .
RUN npm run build

# What was built is JavaScript alone, so that it runs on another libc than it was built with.
FROM node:24-alpine
ENV HOST=0.0.0.0 PORT=3000
WORKDIR /app
# Root's, and read alone: whoever breaks in changes nothing.
COPY --from=build /src/.next/standalone ./
# Lookups of names run on these threads: mute name servers are not to take them all.
ENV UV_THREADPOOL_SIZE=64
USER node
EXPOSE 3000
# Alive, not ready: on its way down it is not ill.
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/api/health`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
# SIGTERM (Docker's own) lets running transfers settle: give it more than POSTBAG_SHUTDOWN_SECONDS before SIGKILL.
STOPSIGNAL SIGTERM
CMD ["node", "postbag.mjs"]
