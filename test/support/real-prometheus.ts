import { execFile, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { get } from 'node:https';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { makeAuthority } from '../../demo/certificates.ts';
import { freePort } from '../../demo/listen.ts';
import { until } from './wait.ts';

export interface RealPrometheus {
  readonly url: string;
  /** What it must be trusted by. */
  readonly ca: string;
  readonly account: { readonly username: string; readonly password: string };
  readonly stop: () => Promise<void>;
}

const ACCOUNT = { username: 'tocsin', password: 's3cret' };
/** Of the password, by bcrypt with as little work as it takes. */
const HASH = '$2b$04$9nrNOErFiyxSMVlQErHVbeVrdAq.1OGx/ryL00aC5NBM6DlaPJgtm';

/** Whether Debian's package `prometheus`, with its tool, is on this machine. */
export function isPrometheusInstalled(): boolean {
  try {
    execFileSync('promtool', ['--version'], { stdio: 'ignore' });
    execFileSync('prometheus', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/**
 * A real Prometheus over TLS, behind a password, that has been told everything it knows.
 *
 * @param exposition OpenMetrics, with a time for each sample
 */
export async function startRealPrometheus(exposition: string): Promise<RealPrometheus> {
  const folder = await mkdtemp(path.join(tmpdir(), 'tocsin-prometheus-'));
  const authority = await makeAuthority();
  const { cert, key } = await authority.serverCertificate();
  const write = (name: string, text: string) => writeFile(path.join(folder, name), text);
  await Promise.all([
    write('samples', exposition),
    write('cert.pem', cert),
    write('key.pem', key),
    write('prometheus.yml', '{}'),
    write(
      'web.yml',
      JSON.stringify({
        tls_server_config: { cert_file: 'cert.pem', key_file: 'key.pem' },
        basic_auth_users: { [ACCOUNT.username]: HASH },
      }),
    ),
  ]);
  const backfill = ['tsdb', 'create-blocks-from', 'openmetrics', 'samples', 'data'];
  await promisify(execFile)('promtool', backfill, { cwd: folder });
  const port = await freePort();
  const server = spawn(
    'prometheus',
    [
      '--config.file=prometheus.yml',
      '--web.config.file=web.yml',
      '--storage.tsdb.path=data',
      `--web.listen-address=127.0.0.1:${port}`,
    ],
    { cwd: folder, stdio: 'ignore' },
  );
  const stop = async () => {
    const ended = once(server, 'exit');
    server.kill();
    await ended;
    await rm(folder, { recursive: true, force: true });
  };
  const url = `https://127.0.0.1:${port}`;
  const ca = authority.caPem;
  try {
    await until('Prometheus is ready', () => isReady(url, ca));
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, ca, account: ACCOUNT, stop };
}

function isReady(url: string, ca: string): Promise<boolean> {
  const auth = `${ACCOUNT.username}:${ACCOUNT.password}`;
  const { promise, resolve } = Promise.withResolvers<boolean>();
  get(`${url}/-/ready`, { ca, auth }, (answer) => {
    answer.resume();
    resolve(answer.statusCode === 200);
  }).once('error', () => resolve(false));
  return promise;
}
