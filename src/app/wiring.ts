import type { Redis } from 'ioredis';
import type { Config, LoadedConfig } from '../config/load.ts';
import type { SlackLimits } from '../delivery/slack/slack-limits.ts';
import type { Registry } from '../handlers/registry.ts';
import type { Clock } from '../engine/ports/clock.ts';
import type { Fetch } from '../intake/sns/bounded-fetch.ts';
import type { Policy } from '../rules/policy.ts';
import type { RedisAddress } from '../store/redis/connect.ts';
import { keysOf, type Keys } from '../store/redis/keys.ts';
import type { Log } from '../telemetry/log.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import type { LiveLibrary } from './runbooks/live-library.ts';

export const ROLES = ['intake', 'worker', 'chat', 'web'] as const;
export type Role = (typeof ROLES)[number];

export interface AppOptions {
  readonly config: Config;
  readonly policy: Policy;
  readonly log: Log;
  readonly roles: ReadonlySet<Role>;
  readonly version: string;
  /** What fetches SNS's certificates and confirms subscriptions; the demo and tests bring their own. */
  readonly fetchSns?: Fetch;
  /** Reads the config's file again; without it there is nothing to reload. */
  readonly readConfig?: () => LoadedConfig;
  /** The folder of the config, that paths in it start from; the working one unless told. */
  readonly folder?: string;
  readonly slackLimits?: SlackLimits;
  /** Milliseconds between looks at what goes on by itself, each kind's own unless told; tests look more often. */
  readonly lookEvery?: number;
  /** What people can ask for in the chat; tests bring what is slow. */
  readonly registry?: Registry;
}

/** What every part of the bot is built from. */
export interface Wiring extends AppOptions {
  readonly address: RedisAddress;
  readonly redis: Redis;
  readonly clock: Clock;
  readonly metrics: Metrics;
  /** The runbooks; who decides reads them. */
  readonly library: LiveLibrary;
  /** Told of everything that goes wrong with Redis. */
  readonly trouble: (error: unknown) => void;
  /** What to do when the bot stops; the last added is done first. */
  readonly closers: (() => Promise<unknown>)[];
}

/** The installation's name in Redis. */
export const INSTALLATION = 'tocsin';

/** The names of everything this installation keeps in Redis. */
export const KEYS: Keys = keysOf(INSTALLATION);
