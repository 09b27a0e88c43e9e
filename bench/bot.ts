import { readFileSync } from 'node:fs';
import { ROLES, startApp } from '../src/app.ts';
import { loadConfig } from '../src/config/load.ts';
import { createLog } from '../src/telemetry/log.ts';
import { VERSION } from '../src/version.ts';

/** The bot as in production, but for the certificate: node bot.ts CONFIG CERTIFICATE_URL CERTIFICATE_FILE ROLES. */
const [, , configFile = '', certificateUrl = '', certificateFile = '', roles = ''] = process.argv;
const certificatePem = readFileSync(certificateFile, 'utf8');
const loaded = loadConfig({ path: configFile, env: {} });
if (loaded.config === undefined) throw new Error('the benchmark’s config is wrong');
const app = await startApp({
  config: loaded.config,
  policy: loaded.policy,
  log: createLog({ level: 'info', secrets: [] }),
  roles: new Set(ROLES.filter((role) => roles.split(',').includes(role))),
  version: VERSION,
  fetchSns: async (url) => new Response(url === certificateUrl ? certificatePem : 'unknown'),
});
process.stdout.write(`${app.url}\n`);
process.once('SIGTERM', () => {
  void app.stop().then(() => process.exit(0));
});
