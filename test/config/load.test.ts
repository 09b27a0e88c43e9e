import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { loadConfig } from '../../src/config/load.ts';
import { noFile, problemLines } from './problem-lines.ts';

describe('an empty config', () => {
  test.each(['', '# nothing\n', '~', '---\n', 'slack:\nroute:\n'])('%j has no problems', (text) => {
    expect(problemLines(text)).toEqual([]);
  });

  test('logs what it would send, refuses what comes in, and stays on this machine', () => {
    const { config, policy } = loadConfig({ env: {} });
    expect(config?.http.listen).toEqual({ host: '127.0.0.1', port: 8080 });
    expect(config?.data_dir).toBe('./data');
    expect(config?.intake).toMatchObject({ sns: { topics: [], max_age: 7_200_000 }, webhooks: {} });
    expect(config?.receivers.map(({ name }) => name)).toEqual(['log']);
    expect(policy?.resolveTimeout).toBe(300_000);
    expect(config?.slack.api_url).toBe('https://slack.com/api/');
    expect(config?.pagerduty).toMatchObject({
      events_url: 'https://events.pagerduty.com',
      api_url: 'https://api.pagerduty.com',
    });
    expect(policy?.integrationsByReceiver.get('log')).toEqual([
      { id: 'log', receiver: 'log', kind: 'log', sendResolved: true },
    ]);
  });
});

test('the service region of PagerDuty decides where both of its APIs are, unless an address does', () => {
  const eu = loadConfig({ text: 'pagerduty: { region: eu }', env: {} }).config?.pagerduty;
  expect(eu).toMatchObject({
    events_url: 'https://events.eu.pagerduty.com',
    api_url: 'https://api.eu.pagerduty.com',
  });
  const text = 'pagerduty: { region: eu, api_url: "https://127.0.0.1:9" }';
  expect(loadConfig({ text, env: {} }).config?.pagerduty).toMatchObject({
    events_url: 'https://events.eu.pagerduty.com',
    api_url: 'https://127.0.0.1:9',
  });
});

describe('each mistake is named with its place and what to write instead', () => {
  test.each([
    // Keys
    ['recievers: []', 't.yaml:1:1: "recievers" is not a key; write receivers'],
    ['slack:\n  bot_tokn: x', 't.yaml:2:3: "bot_tokn" is not a key of slack; write bot_token'],
    ['redis: { wibble: 1 }', 't.yaml:1:10: "wibble" is not a key of redis; the keys here are url'],
    [
      'route: { routes: [ { group_wiat: 1s } ] }',
      't.yaml:1:22: "group_wiat" is not a key of route.routes[0]; write group_wait',
    ],
    [
      'severities: { critcal: {} }',
      't.yaml:1:15: "critcal" is not a key of severities; write critical',
    ],
    [
      'telemetry: {}',
      't.yaml:1:1: this version does not have the section telemetry yet; take it out until it does',
    ],
    // Alertmanager's own names
    [
      'route: { routes: [ { match: { severity: critical, team: ml } } ] }',
      `t.yaml:1:22: "match" is not a key of route.routes[0]; write matchers: ['severity="critical"', 'team="ml"']`,
    ],
    [
      'inhibit_rules: [ { source_match_re: { a: b } } ]',
      `t.yaml:1:20: "source_match_re" is not a key of inhibit_rules[0]; write source_matchers: ['a=~"b"']`,
    ],
    [
      'receivers: [ { name: a, slack_configs: [] } ]',
      't.yaml:1:25: "slack_configs" is not a key of receivers[0]; write slack: [ { channel: "#channel" } ]',
    ],
    // Shapes
    [
      '[a]',
      't.yaml:1:1: the file must be a map, not a list; write sections such as route: and receivers:',
    ],
    [
      'text',
      't.yaml:1:1: the file must be a map, not text; write sections such as route: and receivers:',
    ],
    ['storm: []', 't.yaml:1:8: storm must be a map, not a list; write key: value below it'],
    [
      'receivers: {}',
      't.yaml:1:12: receivers must be a list, not a map; write a dash before each: - key: value',
    ],
    [
      `classify: [ { matchers: 'a="x"', severity: info } ]`,
      't.yaml:1:25: classify[0].matchers must be a list, not text; write ["a=\\"x\\""]',
    ],
    ['data_dir: [x]', 't.yaml:1:11: data_dir must be text, not a list; write one value'],
    ['receivers:\n  -\n', 't.yaml:2:4: receivers[0] is empty; write …'],
    // Quotes that are missing
    [
      'incidents: { channel: #ops }\nstorm: {}\n',
      "t.yaml:2:1: Flow map in block collection must be sufficiently indented and end with a }; write '#ops' in quotes: a bare # begins a comment",
    ],
    [
      'incidents:\n  channel: #incidents\n',
      "t.yaml:2:3: warning: channel has no value; write '#incidents' in quotes: a bare # begins a comment",
    ],
    [
      `automation: [ { name: a, matchers: ['b="c"'], action: lambda, parameters: { function: {{ labels.f }} } } ]`,
      "t.yaml:1:87: a key is not a plain word; put variables in quotes: '{{ … }}'",
    ],
    // Missing keys: the place of what lacks them
    ['receivers:\n  - slack: []', 't.yaml:2:5: receivers[0].name is missing; add name: some-name'],
    [
      'receivers: [ { name: a, slack: [ { channel: } ] } ]',
      't.yaml:1:45: receivers[0].slack[0].channel is empty; write "#channel", in quotes: a bare # begins a comment',
    ],
    [
      'receivers: [ { name: a, slack: [ { mention: "<!here>" } ] } ]',
      't.yaml:1:34: receivers[0].slack[0].channel is missing; add channel: "#channel", in quotes: a bare # begins a comment',
    ],
    // Values
    [
      'slack: { mode: sokcet }',
      't.yaml:1:16: slack.mode: "sokcet" is not one of socket, http; write socket',
    ],
    [
      'slack: { api_url: slack.com }',
      't.yaml:1:19: slack.api_url: "slack.com" is not a URL; write a URL such as https://slack.com/api/',
    ],
    [
      'pagerduty: { events_url: "http://127.0.0.1:9" }',
      't.yaml:1:26: pagerduty.events_url: "http://127.0.0.1:9" does not begin with https://; write a URL such as https://events.pagerduty.com',
    ],
    [
      'pagerduty: { events_url: "https://events.pagerduty.com/v2/enqueue" }',
      't.yaml:1:26: pagerduty.events_url: "https://events.pagerduty.com/v2/enqueue" has a path; write https://events.pagerduty.com',
    ],
    [
      'pagerduty: { from: me }',
      't.yaml:1:20: pagerduty.from: "me" is not an e-mail address; write name@example.com',
    ],
    [
      'redis: { url: "http://:secret@x" }',
      't.yaml:1:15: redis.url: the address does not begin with redis:// or rediss://; write a URL such as redis://127.0.0.1:6379 or the path of a Unix socket',
    ],
    [
      'http: { listen: 8080 }',
      't.yaml:1:17: http.listen: "8080" is not host:port; write 127.0.0.1:8080',
    ],
    [
      'http: { listen: "a:99999" }',
      't.yaml:1:17: http.listen: 99999 is not a port; write a port up to 65535',
    ],
    ['data_dir: ""', 't.yaml:1:11: data_dir is empty; write ./data'],
    [
      'resolve_timeout: 5',
      't.yaml:1:18: resolve_timeout: "5" is not a duration; write 5s for seconds or 5m for minutes',
    ],
    [
      'resolve_timeout: 0s',
      't.yaml:1:18: resolve_timeout must not be zero; write a duration such as 5m',
    ],
    [
      'flapping: { transitions: many }',
      't.yaml:1:26: flapping.transitions: "many" is not a whole number of at least 1; write a number such as 5',
    ],
    [
      'intake: { sns: { topics: [ { arn: "arn:aws:sqs:us-east-1:111122223333:q" } ] } }',
      't.yaml:1:35: intake.sns.topics[0].arn: "arn:aws:sqs:us-east-1:111122223333:q" is the ARN of sqs, not of an SNS topic; write arn:aws:sns:us-east-1:111122223333:topic-name',
    ],
    [
      'intake: { sns: { topics: [ { arn: "arn:aws:sns:us-east-1:1111:q" } ] } }',
      't.yaml:1:35: intake.sns.topics[0].arn: "arn:aws:sns:us-east-1:1111:q" has no 12-digit account; write arn:aws:sns:us-east-1:111122223333:topic-name',
    ],
    [
      'intake: { sqs: [ { queue_url: "https://sqs.us-east-1.amazonaws.com" } ] }',
      't.yaml:1:31: intake.sqs[0].queue_url: "https://sqs.us-east-1.amazonaws.com" does not end with an account and a queue\'s name; write a URL such as https://sqs.us-east-1.amazonaws.com/111122223333/tocsin',
    ],
    [
      'intake: { sqs: [ { queue_url: "http://127.0.0.1:9324/111122223333/q" } ] }',
      't.yaml:1:18: intake.sqs[0]: the region does not stand in queue_url; add region: us-east-1',
    ],
    [
      'intake: { sqs: [ { queue_url: "https://sqs.us-east-1.amazonaws.com/1/q", region: us } ] }',
      't.yaml:1:82: intake.sqs[0].region: "us" is not a region of AWS; write a code such as us-east-1',
    ],
    [
      'classify: [ { severity: urgent } ]',
      't.yaml:1:25: classify[0].severity: "urgent" is not a severity; write one of critical, error, warning, info',
    ],
    [
      `classify: [ { matchers: ['a="b"'] } ]`,
      't.yaml:1:13: classify[0]: the rule gives nothing; write severity: or labels:',
    ],
    [
      'classify: [ { severty: info } ]',
      't.yaml:1:15: "severty" is not a key of classify[0]; write severity',
    ],
    [
      'classify: [ { when: "valeu > 1", severity: info } ]',
      't.yaml:1:21: classify[0].when: "valeu" is not a variable; write value; there are labels, value and threshold',
    ],
    [
      `classify: [ { matchers: ['a=~"("'], severity: info } ]`,
      't.yaml:1:26: classify[0].matchers[0]: "(" is not a regular expression (missing closing ): `(`); write it in RE2 syntax, with a backslash before characters meant literally',
    ],
    [
      'receivers: [ { name: a, slack: [ { channel: "Ops Feed" } ] } ]',
      't.yaml:1:45: receivers[0].slack[0].channel: "Ops Feed" is not a channel; write "#ops-feed", or the channel\'s id',
    ],
    [
      'receivers: [ { name: a, slack: [ { channel: "#a", mention: "@here" } ] } ]',
      't.yaml:1:60: receivers[0].slack[0].mention: "@here" mentions nobody; write <!here>',
    ],
    [
      'receivers: [ { name: a, slack: [ { channel: "#a", send_resolved: yes } ] } ]',
      't.yaml:1:66: receivers[0].slack[0].send_resolved: "yes" is neither true nor false; write true',
    ],
    [
      'receivers: [ { name: a, pagerduty: [ { routing_key: hunter2 } ] } ]',
      "t.yaml:1:53: receivers[0].pagerduty[0].routing_key: the routing key has 7 characters; write the 32 characters of the service's Events API v2 integration key",
    ],
    [
      'receivers: [ { name: a, webhook: [ { url: "hooks/secret" } ] } ]',
      't.yaml:1:43: receivers[0].webhook[0].url: the address is not a URL; write a URL such as https://example.com/hook',
    ],
    [
      'receivers: [ { name: a, email: [ { to: "a@b, c" } ] } ]',
      't.yaml:1:40: receivers[0].email[0].to: "c" is not an e-mail address; write name@example.com',
    ],
    [
      'receivers: [ { name: a, email: [ { to: [] } ] } ]',
      't.yaml:1:40: receivers[0].email[0].to names nobody; write [name@example.com]',
    ],
    // Routes
    [
      'route: { id: "a b" }',
      't.yaml:1:14: route.id: "a b" can\'t be an id; write at most 64 letters, digits, dots, dashes and underscores',
    ],
    [
      'route: { group_wait: 5min }',
      't.yaml:1:22: route.group_wait: "5min" is not a duration; write 5m',
    ],
    [
      'route: { group_interval: 0 }',
      't.yaml:1:26: route.group_interval must not be zero; write a duration such as 5m',
    ],
    [
      'route: { repeat_interval: 0s }',
      't.yaml:1:27: route.repeat_interval must not be zero; write a duration such as 5m',
    ],
    [
      'route: { group_by: [a, "..."] }',
      "t.yaml:1:20: route.group_by: ... stands beside other labels; write group_by: ['...'] alone, for all labels",
    ],
    [
      'route: { group_by: [a, a] }',
      't.yaml:1:20: route.group_by: "a" is there twice; write each label once',
    ],
    [
      "route: { group_by: [''] }",
      "t.yaml:1:21: route.group_by[0]: a label name is empty; write '...' for all labels",
    ],
    [
      `route: { matchers: ['a="b"'] }`,
      't.yaml:1:20: route.matchers: the root route takes every alert and has no matchers; move matchers to a route under routes:',
    ],
    [
      'route: { continue: true }',
      't.yaml:1:20: route.continue: the root route takes every alert and has no continue; move continue to a route under routes:',
    ],
    [
      'route: { mute_time_intervals: [o] }\ntime_intervals: [ { name: o } ]',
      't.yaml:1:31: route.mute_time_intervals: the root route takes every alert and has no mute_time_intervals; move mute_time_intervals to a route under routes:',
    ],
    [
      'route: { active_time_intervals: [o] }\ntime_intervals: [ { name: o } ]',
      't.yaml:1:33: route.active_time_intervals: the root route takes every alert and has no active_time_intervals; move active_time_intervals to a route under routes:',
    ],
    // Matchers that never hold together
    [
      'route: { routes: [ { matchers: [a=x, a=y] } ] }',
      't.yaml:1:38: route.routes[0].matchers[1]: a="y" never holds where a="x" does; take one of the two out',
    ],
    [
      'route: { routes: [ { matchers: [a=x], routes: [ { matchers: [b=c], routes: [ { matchers: [a=y] } ] } ] } ] }',
      't.yaml:1:91: route.routes[0].routes[0].routes[0].matchers[0]: a="y" never holds where a="x" does; take it out, or move the route out from under the one that says so',
    ],
    [
      'route: { routes: [ { matchers: [a!=x], routes: [ { matchers: [a=x] } ] } ] }',
      't.yaml:1:63: route.routes[0].routes[0].matchers[0]: a="x" never holds where a!="x" does; take it out, or move the route out from under the one that says so',
    ],
    [
      `classify: [ { matchers: ['{a="x",a=~"y|z"}'], severity: info } ]`,
      't.yaml:1:26: classify[0].matchers[0]: a=~"y|z" never holds where a="x" does; take one of the two out',
    ],
    [
      'inhibit_rules: [ { source_matchers: [a=x, a!=x], target_matchers: [b=c] } ]',
      't.yaml:1:43: inhibit_rules[0].source_matchers[1]: a!="x" never holds where a="x" does; take one of the two out',
    ],
    [
      'inhibit_rules: [ { source_matchers: [b=c], target_matchers: [a=x, a=""] } ]',
      't.yaml:1:67: inhibit_rules[0].target_matchers[1]: a="" never holds where a="x" does; take one of the two out',
    ],
    [
      'maintenance: [ { name: m, matchers: [a=x, a!~"x.*"], start: "2026-01-06T02:00", duration: 2h } ]',
      't.yaml:1:43: maintenance[0].matchers[1]: a!~"x.*" never holds where a="x" does; take one of the two out',
    ],
    // Inhibition
    [
      'inhibit_rules: [ { target_matchers: [a=b] } ]',
      `t.yaml:1:18: inhibit_rules[0]: there are no source_matchers; write source_matchers: ['alertname="JobDown"']`,
    ],
    [
      'inhibit_rules: [ { source_matchers: [a=b], target_matchers: [] } ]',
      `t.yaml:1:18: inhibit_rules[0]: there are no target_matchers; write target_matchers: ['alertname="InstanceDown"']`,
    ],
    [
      'inhibit_rules: [ { name: n, source_matchers: [a=b], target_matchers: [c=d] }, { name: n, source_matchers: [a=b], target_matchers: [e=f] } ]',
      't.yaml:1:87: inhibit_rules[1].name: there is an inhibit rule "n" already; give it another name, or remove it',
    ],
    [
      'inhibit_rules: [ { source_matchers: ["a=="], target_matchers: [a=b] } ]',
      't.yaml:1:38: inhibit_rules[0].source_matchers[0]: == is not an operator; write a=""',
    ],
    // Escalation
    [
      'escalation: { e: [ { after: 15m, notify: log }, { after: 15m, notify: log } ] }',
      't.yaml:1:58: escalation.e[1].after: the step comes no later than one before it, after 15m; write the steps in order, each later than the last',
    ],
    [
      'escalation: { e: [ { after: 15m, notify: log }, { after: 30m, notify: log }, { after: 20m, notify: log } ] }',
      't.yaml:1:87: escalation.e[2].after: the step comes no later than one before it, after 30m; write the steps in order, each later than the last',
    ],
    // Names
    [
      'route: { receiver: opps }\nreceivers: [ { name: ops } ]',
      't.yaml:1:20: route.receiver: there is no receiver "opps"; write "ops"',
    ],
    [
      'route: { receiver: elsewhere }',
      't.yaml:1:20: route.receiver: there is no receiver "elsewhere"; declare it; there are log',
    ],
    [
      'receivers: [ { name: a, fallback: mial }, { name: mail } ]',
      't.yaml:1:35: receivers[0].fallback: there is no receiver "mial"; write "mail"',
    ],
    [
      'receivers: [ { name: a, fallback: a } ]',
      't.yaml:1:35: receivers[0].fallback: a receiver is no fallback for itself; name another receiver',
    ],
    [
      'receivers: [ { name: a, fallback: b }, { name: b, fallback: c }, { name: c, fallback: b } ]',
      't.yaml:1:35: receivers[0].fallback: the fallbacks go round in a circle: b → c → b; name another receiver',
    ],
    [
      'route: { routes: [ { escalation: standart } ] }\nescalation: { standard: [ { after: 1m, notify: log } ] }',
      't.yaml:1:34: route.routes[0].escalation: there is no escalation policy "standart"; write "standard"',
    ],
    [
      'escalation: { standard: [ { after: 1m, notify: nobody } ] }',
      't.yaml:1:48: escalation.standard[0].notify: there is no receiver "nobody"; declare it; there are log',
    ],
    ['escalation: { standard: [] }', 't.yaml:1:25: escalation.standard has no steps; write …'],
    [
      'route: { routes: [ { active_time_intervals: [offce] } ] }\ntime_intervals: [ { name: office } ]',
      't.yaml:1:46: route.routes[0].active_time_intervals[0]: there is no time interval "offce"; write "office"',
    ],
    [
      'receivers: [ { name: a }, { name: a } ]',
      't.yaml:1:35: receivers[1].name: there is a receiver "a" already; give it another name, or remove it',
    ],
    [
      'intake: { sqs: [ { queue_url: "http://q/1/a", region: us-east-1 }, { queue_url: "http://q/1/a", region: us-east-1 } ] }',
      't.yaml:1:81: intake.sqs[1].queue_url: there is a queue "http://q/1/a" already; give it another name, or remove it',
    ],
    [
      'route: { id: a, routes: [ { id: a } ] }',
      't.yaml:1:33: route.routes[0].id: there is a route "a" already; give it another name, or remove it',
    ],
    // Times
    [
      'time_intervals: [ { name: o, time_intervals: [ { times: [ { start_time: "22:00", end_time: "06:00" } ] } ] } ]',
      't.yaml:1:59: time_intervals[0].time_intervals[0].times[0]: start_time is not before end_time; split it at midnight: until "24:00", and from "00:00"',
    ],
    [
      'time_intervals: [ { name: o, time_intervals: [ { weekdays: [] } ] } ]',
      't.yaml:1:60: time_intervals[0].time_intervals[0].weekdays would never hold; write ["monday:friday"], or leave it out',
    ],
    [
      'time_intervals: [ { name: o, time_intervals: [ { times: [] } ] } ]',
      't.yaml:1:57: time_intervals[0].time_intervals[0].times would never hold; write [{ start_time: "09:00", end_time: "17:30" }], or leave it out',
    ],
    [
      'time_intervals: [ { name: o }, { name: o } ]',
      't.yaml:1:40: time_intervals[1].name: there is a time interval "o" already; give it another name, or remove it',
    ],
    [
      'maintenance: [ { name: m, matchers: [], start: "2026-01-06T02:00", duration: 2h } ]',
      't.yaml:1:37: maintenance[0].matchers would mute everything; write [\'team="data"\']',
    ],
    [
      'maintenance: [ { name: m, matchers: [a=b], start: "2026-01-06T02:00", duration: 2h, repeat: "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30" } ]',
      't.yaml:1:93: maintenance[0].repeat: "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30" never comes after start; write a rule with days that there are, such as FREQ=WEEKLY;BYDAY=TU',
    ],
    [
      'maintenance: [ { name: m, matchers: [a=b], start: "2026-01-06T02:00", duration: 2h, repeat: "FREQ=DAILY;UNTIL=20260105" } ]',
      't.yaml:1:93: maintenance[0].repeat: "FREQ=DAILY;UNTIL=20260105" never comes after start; write a rule with days that there are, such as FREQ=WEEKLY;BYDAY=TU',
    ],
    [
      'maintenance: [ { name: m, matchers: [a=b], start: "2026-01-06T02:00", duration: 2h, repeat: "FREQ=DAILY;UNTIL=20260231" } ]',
      't.yaml:1:93: maintenance[0].repeat: "UNTIL=20260231" does not exist; check the day and the time',
    ],
    [
      'maintenance: [ { name: m, matchers: [a=b], start: "2026-01-06T02:00", duration: 1m, repeat: "FREQ=MINUTELY;BYHOUR=3;COUNT=1000000" } ]',
      't.yaml:1:93: maintenance[0].repeat: "FREQ=MINUTELY;BYHOUR=3;COUNT=1000000" takes too long to work out; write UNTIL=20271231 in place of COUNT',
    ],
    // YAML
    [
      'a: [1',
      't.yaml:1:6: Flow sequence in block collection must be sufficiently indented and end with a ]; line it up with the lines around it',
    ],
    ['route:\n\tid: a', 't.yaml:2:1: Tabs are not allowed as indentation; indent with spaces'],
    [
      'data_dir: a\ndata_dir: b',
      't.yaml:2:1: data_dir is written twice in this map; keep one of the two',
    ],
    ['data_dir: *folder', 't.yaml:1:11: *folder has no anchor; write &folder before it'],
    ['data_dir: !path x', 't.yaml:1:11: Unresolved tag: !path; remove the tag'],
    ['? [a]\n: b', 't.yaml:1:1: a key is not a plain word; write key: value'],
    [
      'data_dir: a\n---\nroute: {}',
      't.yaml:2:1: Source contains multiple documents; please use YAML.parseAllDocuments(); keep everything in one document, without ---',
    ],
    [
      'receivers: [ { name: "a\\.b" } ]',
      "t.yaml:1:24: Invalid escape sequence \\.; write it in single quotes ('…'), or double the backslash",
    ],
  ])('%s', (text, line) => {
    expect(problemLines(text)).toEqual([line]);
  });
});

test.each([
  // A label may have each of the values at another time, or not be there.
  'route: { routes: [ { matchers: [a=x] }, { matchers: [a=y] } ] }',
  'route: { routes: [ { matchers: [a=x], routes: [ { matchers: [a=x, a=~"x|y", a!=y, b!=""] } ] } ] }',
  'route: { routes: [ { matchers: [a=~"x.*", a=~"y.*"] } ] }',
  // The one that is told last may tell the first again.
  'route: { routes: [ { escalation: e } ] }\nescalation: { e: [ { after: 0s, notify: log }, { after: 1m, notify: log } ] }',
  // What Alertmanager takes.
  'time_intervals: [ { name: o, time_intervals: [ { weekdays: } ] } ]',
])('there is nothing wrong with %s', (text) => {
  expect(problemLines(text)).toEqual([]);
});

test('all mistakes are told at once, whatever part of the check finds them', () => {
  const text = `
slack: { mode: sokcet }
slakc: {}
data_dir: \${NOPE}
classify:
  - { severity: bad }
  - { matchers: ['a=='] }
route:
  receiver: opps
  group_wait: 5
  routes:
    - { matchers: ['a=~"("'], receiver: page, continue: maybe }
receivers:
  - { slack: [] }
  - { name: ops, slack: [ { channel: ops } ] }
  - { name: page, fallback: nobody }
  - { name: ops }
`;
  expect(problemLines(text)).toEqual([
    't.yaml:2:16: slack.mode: "sokcet" is not one of socket, http; write socket',
    't.yaml:3:1: "slakc" is not a key; write slack',
    't.yaml:4:11: data_dir: ${NOPE} is not set; set NOPE, or write ${NOPE:-default}',
    't.yaml:6:17: classify[0].severity: "bad" is not a severity; write one of critical, error, warning, info',
    't.yaml:7:5: classify[1]: the rule gives nothing; write severity: or labels:',
    't.yaml:7:18: classify[1].matchers[0]: == is not an operator; write a=""',
    't.yaml:9:13: route.receiver: there is no receiver "opps"; write "ops"',
    't.yaml:10:15: route.group_wait: "5" is not a duration; write 5s for seconds or 5m for minutes',
    't.yaml:12:20: route.routes[0].matchers[0]: "(" is not a regular expression (missing closing ): `(`); write it in RE2 syntax, with a backslash before characters meant literally',
    't.yaml:12:57: route.routes[0].continue: "maybe" is neither true nor false; write true or false',
    't.yaml:14:5: receivers[0].name is missing; add name: some-name',
    't.yaml:15:38: receivers[1].slack[0].channel: "ops" is not a channel; write "#ops", or the channel\'s id',
    't.yaml:16:29: receivers[2].fallback: there is no receiver "nobody"; declare it; there are ops, page, log',
    't.yaml:17:13: receivers[3].name: there is a receiver "ops" already; give it another name, or remove it',
  ]);
});

test('a mistake in a receiver makes its name no less known', () => {
  const lines = problemLines('route: { receiver: a }\nreceivers: [ { name: a, colour: red } ]');
  expect(lines).toEqual([
    't.yaml:2:25: "colour" is not a key of receivers[0]; the keys here are name, slack, pagerduty, email, webhook, fallback',
  ]);
});

test('numbers, times and account ids stay what was written', () => {
  const text = `
classify: [ { labels: { account: 012345678901, build: 1.10, on: yes } } ]
flapping: { transitions: 7 }
storm: { groups: "\${GROUPS:-30}" }
`;
  const { config } = loadConfig({ text, env: {} });
  expect(config?.classify[0]?.labels).toEqual({
    account: '012345678901',
    build: '1.10',
    on: 'yes',
  });
  expect(config?.flapping?.transitions).toBe(7);
  expect(config?.storm?.groups).toBe(30);
});

test('anchors, aliases and merge keys are read, and places are those of what is wrong', () => {
  const text = `
route:
  routes:
    - &base { group_wait: 5s, receiver: a }
    - { <<: *base, receiver: b }
receivers: [ { name: a, webhook: [ { url: "http://127.0.0.1/a" } ] } ]
`;
  const { policy, problems } = loadConfig({ text: text.replace('receiver: b', 'id: x'), env: {} });
  expect(problems).toEqual([]);
  expect(policy?.route.routes[1]).toMatchObject({ id: 'x', groupWait: 5000, receiver: 'a' });
  expect(problemLines(text)).toEqual([
    't.yaml:5:30: route.routes[1].receiver: there is no receiver "b"; declare it; there are a, log',
  ]);
});

test('an alias bomb and a bottomless nesting are refused', () => {
  const bomb = ['a: &a0 [x,x,x,x,x,x,x,x,x]'];
  for (let level = 1; level < 9; level += 1) {
    bomb.push(`b${level}: &a${level} [${`*a${level - 1},`.repeat(9)}]`);
  }
  expect(problemLines(bomb.join('\n')).join('\n')).toMatch(/the file is too large or too deep/);
  expect(problemLines('a: &a [*a]').join('\n')).toMatch(/the file is too large or too deep/);
  expect(problemLines('['.repeat(5000)).length).toBeLessThan(50);
});

test('a file that is not there is a problem, not a throw', () => {
  const { config, problems } = loadConfig({ path: '/nowhere/t.yaml', env: {}, readFile: noFile });
  expect(config).toBeUndefined();
  expect(problems).toEqual([
    {
      severity: 'error',
      kind: 'unreadable-file',
      file: '/nowhere/t.yaml',
      line: 1,
      column: 1,
      message: "the file can't be read: there is no such file",
      hint: 'name the config with --config or $TOCSIN_CONFIG, or write ./tocsin.yaml',
    },
  ]);
});

test('any text gives a config or errors, and every problem has a place and both its halves', () => {
  const key = fc.constantFrom(
    'route',
    'receivers',
    'slack',
    'classify',
    'matchers',
    'name',
    'routes',
  );
  const value = fc.constantFrom(
    '5m',
    '[]',
    '{}',
    '~',
    '"a=b"',
    '*x',
    '&x',
    '${A}',
    '${',
    '- a',
    '|',
  );
  const line = fc
    .tuple(fc.constantFrom('', '  ', '    ', '- ', '  - '), key, value)
    .map(([indent, name, text]) => `${indent}${name}: ${text}`);
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(line, { maxLength: 8 }).map((lines) => lines.join('\n')),
    fc.json(),
  );
  fc.assert(
    fc.property(text, (input) => {
      const { config, problems } = loadConfig({ text: input, env: {}, readFile: noFile });
      expect(config === undefined).toBe(problems.some((one) => one.severity === 'error'));
      for (const problem of problems) {
        expect(problem.line).toBeGreaterThan(0);
        expect(problem.column).toBeGreaterThan(0);
        expect(problem.message).not.toBe('');
        expect(problem.hint).not.toBe('');
      }
    }),
    { numRuns: 500 },
  );
});
