import type { AlarmPlace } from '../../alert/alarm-place.ts';
import { shortHash } from '../../alert/fingerprint.ts';
import type { Target } from '../../engine/ports/delivery-store.ts';
import { targetId } from '../target-id.ts';

/** The names of everything the bot keeps in Redis. All share one hash tag, so they live on one shard. */
export interface Keys {
  readonly inbox: string;
  readonly timers: string;
  readonly outbox: string;
  readonly effects: string;
  readonly deadLetters: string;
  readonly audit: string;
  /** What reports may ask about. */
  readonly history: string;
  /** Deployments of which those who want to know are still to be told; and those that are kept: all, by name or place. */
  readonly deployments: {
    readonly waiting: string;
    readonly all: string;
    readonly at: (place: string) => string;
  };
  /** The digest of the policy that decides. */
  readonly policy: string;
  /** The digest of the policy that was started last. */
  readonly newestPolicy: string;
  /** The digest of the policy by which the groups were last put in their places, and into the index. */
  readonly placed: string;
  readonly alert: (fingerprint: string) => string;
  /** The keys of the groups there are: a set. */
  readonly groups: string;
  readonly group: (key: string) => string;
  readonly members: (key: string) => string;
  /** What was decided of a group, and why: a list. */
  readonly decisions: (key: string) => string;
  /** A group's notification log: a hash by integration. */
  readonly told: (key: string) => string;
  /** The silences, a hash by id; and how often they changed. */
  readonly silences: string;
  readonly silencesVersion: string;
  /** Who inhibits under a key: a hash by fingerprint. */
  readonly inhibitors: (key: string) => string;
  /** The groups that wait for a mute's end. */
  readonly waiting: (mute: string) => string;
  /** When a route's newest groups were new: a hash by group. */
  readonly openings: (routeId: string) => string;
  /** The alerts that one time of a maintenance window muted. */
  readonly muted: (occurrence: string) => string;
  readonly message: (messageId: string) => string;
  /** The inbox's entry for a wish that came with an id. */
  readonly intent: (id: string) => string;
  readonly deadLetter: (messageId: string) => string;
  readonly lease: (target: Target) => string;
  readonly journal: (target: Target) => string;
  readonly bucket: (key: string) => string;
  /** Who waits for a bucket, by rank; and until when each is waited for. */
  readonly line: (key: string) => string;
  readonly turns: (key: string) => string;
  /** The fingerprints of the CloudWatch alarms that fire in an account and region. */
  readonly firing: (place: AlarmPlace) => string;
  readonly severityTag: (fingerprint: string) => string;
  /** Under which ids channels were known, by name. */
  readonly channelIds: string;
  /** Who was on call when that was last known, by schedule. */
  readonly knownDuties: string;
  /** Which integrations fail; and the alerts that were raised of that. */
  readonly troubles: string;
  readonly raised: string;
  /** How the watch rules stand, by name. */
  readonly watch: string;
  /** What the data of models was like: by version what there is, and was; each by feature; which is active. */
  readonly baselines: {
    readonly of: (model: string) => string;
    readonly deleted: (model: string) => string;
    readonly data: (model: string, version: string) => string;
    /** One that is being written. */
    readonly unfinished: (id: string) => string;
    readonly active: string;
  };
  /** How models stand, by name; and what runs found, by the ends of their windows: the figures, and all. */
  readonly drift: {
    readonly states: string;
    readonly runs: (model: string) => string;
    readonly reports: (model: string) => string;
  };
  /** The same of data sets. */
  readonly quality: {
    readonly states: string;
    readonly runs: (dataset: string) => string;
    readonly reports: (dataset: string) => string;
  };
  /** Runs of actions: by key, those not settled, when one was last started and opened for what, in order, what was told, what limits count, what belongs to something. */
  readonly actions: {
    readonly runs: string;
    readonly unsettled: string;
    readonly started: string;
    readonly last: string;
    readonly order: string;
    readonly told: string;
    readonly counted: string;
    readonly of: (subject: string) => string;
  };
  /** Checklists that were posted: by id, which is open by name, those not settled, in order, what was told. */
  readonly checklists: {
    readonly runs: string;
    readonly open: string;
    readonly unsettled: string;
    readonly order: string;
    readonly told: string;
  };
  /** What is done by itself: attempts by id, in order, all that were made for long, those under way, those that have their turn; the switch, what is stopped; when a binding had its turns. */
  readonly automation: {
    readonly attempts: string;
    readonly order: string;
    readonly made: string;
    readonly underWay: string;
    readonly inTurn: string;
    readonly state: string;
    readonly stopped: string;
    readonly turns: (binding: string) => string;
  };
  /** Walks through runbooks: by id, those open by when they were touched, not wholly told, by when they were begun, the open one about what, what was told; of what. */
  readonly walks: {
    readonly all: string;
    readonly open: string;
    readonly untold: string;
    readonly order: string;
    readonly last: string;
    readonly told: string;
    readonly of: (kind: 'group' | 'incident', key: string) => string;
  };
  /** What models predict, and what turned out to be true: of each day how many; a part of a day's by entity. */
  readonly predictions: {
    readonly days: (kind: string, model: string) => string;
    readonly part: (
      kind: string,
      model: string,
      day: number | string,
      part: number | string,
    ) => string;
  };
  /** How models are measured: how they stand, by name; and their reports, by the days they end before. */
  readonly degradation: {
    readonly states: string;
    readonly reports: (model: string) => string;
  };
  /** Incidents: by id, in order, those that run, those not settled, what was told, the last number; of a group; of a wish. */
  readonly incidents: {
    readonly records: string;
    readonly order: string;
    readonly running: string;
    readonly unsettled: string;
    readonly told: string;
    readonly last: string;
    readonly ofGroup: (key: string) => string;
    readonly wish: (id: string) => string;
  };
  /** What an incident of PagerDuty stands for. */
  readonly pagerDutyIncident: (key: string) => string;
  /** Who does some work now; and a key that lives until it is due again. */
  readonly turn: (work: string) => string;
  readonly nextTurn: (work: string) => string;
  /** The line of slow work: when each was asked for, until when its place is kept, by whom, who has a turn. */
  readonly jobs: {
    readonly order: string;
    readonly kept: string;
    readonly people: string;
    readonly turns: string;
    /** Who wants a job to be cancelled. */
    readonly cancelled: (id: string) => string;
  };
}

export function keysOf(installation: string): Keys {
  const prefix = `{${installation}}:`;
  return {
    inbox: `${prefix}inbox`,
    timers: `${prefix}timers`,
    outbox: `${prefix}outbox`,
    effects: `${prefix}effects`,
    deadLetters: `${prefix}dead-letters`,
    audit: `${prefix}audit`,
    channelIds: `${prefix}channel-ids`,
    knownDuties: `${prefix}known-duties`,
    troubles: `${prefix}troubles`,
    raised: `${prefix}raised`,
    watch: `${prefix}watch`,
    history: `${prefix}history`,
    deployments: {
      waiting: `${prefix}deployments`,
      all: `${prefix}deployments:kept`,
      at: (place) => `${prefix}deployments:at:${shortHash(place)}`,
    },
    policy: `${prefix}policy`,
    newestPolicy: `${prefix}newest-policy`,
    // An earlier version had no index, and says `placed` of groups that are not in it.
    placed: `${prefix}placed-in-index`,
    alert: (fingerprint) => `${prefix}alert:${fingerprint}`,
    groups: `${prefix}groups`,
    group: (key) => `${prefix}group:${key}`,
    told: (key) => `${prefix}told:${key}`,
    silences: `${prefix}silences`,
    silencesVersion: `${prefix}silences-version`,
    inhibitors: (key) => `${prefix}inhibitors:${key}`,
    waiting: (mute) => `${prefix}waiting:${mute}`,
    openings: (routeId) => `${prefix}openings:${routeId}`,
    members: (key) => `${prefix}members:${key}`,
    decisions: (key) => `${prefix}decisions:${key}`,
    muted: (occurrence) => `${prefix}muted:${occurrence}`,
    message: (messageId) => `${prefix}message:${messageId}`,
    intent: (id) => `${prefix}intent:${id}`,
    deadLetter: (messageId) => `${prefix}dead-letter:${messageId}`,
    lease: (target) => `${prefix}lease:${targetId(target)}`,
    journal: (target) => `${prefix}journal:${targetId(target)}`,
    bucket: (key) => `${prefix}bucket:${key}`,
    line: (key) => `${prefix}line:${key}`,
    turns: (key) => `${prefix}turns:${key}`,
    firing: ({ account, region }) => `${prefix}firing:${account}:${region}`,
    pagerDutyIncident: (key) => `${prefix}incident:${key}`,
    severityTag: (fingerprint) => `${prefix}severity-tag:${fingerprint}`,
    baselines: {
      of: (model) => `${prefix}baselines:of:${model}`,
      deleted: (model) => `${prefix}baselines:deleted:${model}`,
      data: (model, version) => `${prefix}baselines:data:${model}:${version}`,
      unfinished: (id) => `${prefix}baselines:unfinished:${id}`,
      active: `${prefix}baselines:active`,
    },
    drift: {
      states: `${prefix}drift:states`,
      runs: (model) => `${prefix}drift:runs:${model}`,
      reports: (model) => `${prefix}drift:reports:${model}`,
    },
    quality: {
      states: `${prefix}quality:states`,
      runs: (dataset) => `${prefix}quality:runs:${dataset}`,
      reports: (dataset) => `${prefix}quality:reports:${dataset}`,
    },
    actions: {
      runs: `${prefix}actions:runs`,
      unsettled: `${prefix}actions:unsettled`,
      started: `${prefix}actions:started`,
      last: `${prefix}actions:last`,
      order: `${prefix}actions:order`,
      told: `${prefix}actions:told`,
      counted: `${prefix}actions:counted`,
      of: (subject) => `${prefix}actions:of:${subject}`,
    },
    checklists: {
      runs: `${prefix}checklists:runs`,
      open: `${prefix}checklists:open`,
      unsettled: `${prefix}checklists:unsettled`,
      order: `${prefix}checklists:order`,
      told: `${prefix}checklists:told`,
    },
    automation: {
      attempts: `${prefix}automation:attempts`,
      order: `${prefix}automation:order`,
      made: `${prefix}automation:made`,
      underWay: `${prefix}automation:under-way`,
      inTurn: `${prefix}automation:in-turn`,
      state: `${prefix}automation:state`,
      stopped: `${prefix}automation:stopped`,
      turns: (binding) => `${prefix}automation:turns:${binding}`,
    },
    incidents: {
      records: `${prefix}incidents:records`,
      order: `${prefix}incidents:order`,
      running: `${prefix}incidents:running`,
      unsettled: `${prefix}incidents:unsettled`,
      told: `${prefix}incidents:told`,
      last: `${prefix}incidents:last`,
      ofGroup: (key) => `${prefix}incidents:of-group:${key}`,
      wish: (id) => `${prefix}incidents:wish:${id}`,
    },
    walks: {
      all: `${prefix}walks:all`,
      open: `${prefix}walks:open`,
      untold: `${prefix}walks:untold`,
      order: `${prefix}walks:order`,
      last: `${prefix}walks:last`,
      told: `${prefix}walks:told`,
      of: (kind, key) => `${prefix}walks:of:${kind}:${key}`,
    },
    predictions: {
      days: (kind, model) => `${prefix}${kind}:days:${model}`,
      part: (kind, model, day, part) => `${prefix}${kind}:${model}:${day}:${part}`,
    },
    degradation: {
      states: `${prefix}degradation:states`,
      reports: (model) => `${prefix}degradation:reports:${model}`,
    },
    turn: (work) => `${prefix}turn:${work}`,
    nextTurn: (work) => `${prefix}next-turn:${work}`,
    jobs: {
      order: `${prefix}jobs:order`,
      kept: `${prefix}jobs:kept`,
      people: `${prefix}jobs:people`,
      turns: `${prefix}jobs:turns`,
      cancelled: (id) => `${prefix}jobs:cancelled:${id}`,
    },
  };
}

/** BullMQ's prefix: the same shard, names of its own. */
export function queuePrefix(installation: string): string {
  return `{${installation}}:queue`;
}
