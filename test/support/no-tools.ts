import { createSlackClient } from '../../src/delivery/slack/client.ts';
import type { Tools } from '../../src/handlers/handling.ts';

/** Tools of which a test uses but the client of Slack, and what it puts in their place. */
export function noTools(now: () => number, slackApiUrl = 'http://127.0.0.1:1/api/'): Tools {
  return {
    version: 'test',
    bot: {
      groups: () => never(),
      group: () => never(),
      firing: () => never(),
      silences: () => never(),
      ask: () => never(),
      now,
    },
    stats: () => never(),
    report: () => never(),
    jobs: { submit: () => never(), find: () => never(), cancel: () => never() },
    maintenance: () => [],
    alerts: () => never(),
    explain: () => never(),
    metrics: {
      saved: new Map(),
      kpis: [],
      sources: new Map(),
      alerts: { places: [], rules: new Map() },
      usual: {},
      unitOf: () => undefined,
    },
    picture: () => never(),
    callsAhead: () => never(),
    logs: { saved: new Map(), run: () => never() },
    drift: {
      models: [],
      states: { all: () => never() },
      reports: { runs: () => never(), newest: () => never(), report: () => never() },
      baselines: { list: () => never(), active: () => never() },
      compare: () => never(),
    },
    quality: {
      sets: [],
      states: { all: () => never() },
      reports: { runs: () => never(), newest: () => never(), report: () => never() },
      check: () => never(),
    },
    runbooks: { current: () => ({ runbooks: [], problems: [] }) },
    automation: {
      bindings: [],
      standing: () => never(),
      latest: () => never(),
      turnOff: () => never(),
      turnOn: () => never(),
      start: () => never(),
    },
    actions: {
      ask: () => never(),
      find: () => never(),
      roleFor: () => never(),
      approve: () => never(),
      decline: () => never(),
      stop: () => never(),
      undo: () => never(),
    },
    incidents: {
      settings: {
        ownChannel: false,
        updateEvery: {},
        responseTimes: { critical: 0, error: 0, warning: 0, info: 0 },
      },
      find: () => never(),
      open: () => never(),
      ofGroup: () => never(),
      between: () => never(),
      begin: () => never(),
      change: () => never(),
      report: () => never(),
    },
    retraining: { models: [], ask: () => never() },
    checklists: {
      library: () => [],
      runs: {
        find: () => never(),
        open: () => never(),
        between: () => never(),
        told: () => never(),
      },
      post: () => never(),
      change: () => never(),
    },
    models: {
      models: [],
      unmeasured: [],
      states: { all: () => never() },
      reports: { all: () => never(), newest: () => never() },
      predictions: { of: () => never() },
      audit: { append: () => never() },
    },
    walking: {
      walks: {
        find: () => never(),
        of: () => never(),
        open: () => never(),
        told: () => never(),
      },
      begin: () => never(),
      press: () => never(),
    },
    who: () => never(),
    slack: createSlackClient('xoxb-1', slackApiUrl),
  };
}

/** For what is never asked for. */
export function never(): never {
  throw new Error('nobody asks for it here');
}
