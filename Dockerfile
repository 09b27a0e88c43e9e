# The Node of devDependencies: the one the tests ran on.
ARG NODE=24.21.0

FROM node:${NODE}-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc tsconfig.json tsconfig.build.json ./
# No install scripts: they only fetch a Node that is here already and native code that is optional.
RUN npm ci --ignore-scripts
COPY src ./src
RUN npm run build
# Optional packages stay: what draws charts is one for each platform. The Slack of the tests is another.
RUN npm prune --omit=dev --ignore-scripts && rm -rf node_modules/local-slack-*

FROM node:${NODE}-bookworm-slim
RUN apt-get update \
  && apt-get install -y --no-install-recommends redis-server \
  && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY package.json ./
COPY bin/tocsin ./bin/tocsin
COPY assets ./assets
COPY runbooks ./runbooks
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist

# The bot's own Redis keeps its append-only file here, beside the bot's other data.
RUN install -d -o node -g node /var/lib/tocsin/data
VOLUME /var/lib/tocsin/data
WORKDIR /var/lib/tocsin
USER node
ENV NODE_ENV=production TOCSIN_CONFIG=/etc/tocsin/tocsin.yaml
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:8080/health/live').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# bin/tocsin replaces itself with node, so signals reach the bot.
ENTRYPOINT ["/app/bin/tocsin"]
CMD ["start"]
