import { Agent, request } from 'node:http';
import { setTimeout } from 'node:timers/promises';

/** Posts plain alerts at a steady rate, one a message: node load.ts URL TOKEN PER_SECOND. Ends with its standard input. */
const [, , url = '', token = '', rate = '1000'] = process.argv;
const TICK = 10;
const GROUPS = 1_000;
const perTick = (Number(rate) * TICK) / 1_000;
const agent = new Agent({ keepAlive: true, maxSockets: 64 });
let sent = 0;
let taken = 0;

function post(): void {
  const index = (sent += 1);
  const labels = { alertname: `alarm-${index % 10_000}`, ApiName: `api-${index % GROUPS}` };
  const body = JSON.stringify({ alerts: [{ labels, annotations: { summary: 'it is slow' } }] });
  const headers = { authorization: `Bearer ${token}`, 'content-length': Buffer.byteLength(body) };
  const call = request(`${url}/v1/alerts`, { method: 'POST', agent, headers }, (response) => {
    taken += response.statusCode === 200 ? 1 : 0;
    response.resume();
  });
  call.on('error', () => {});
  call.end(body);
}

const begun = performance.now();
process.stdin.once('end', () => {
  const seconds = (performance.now() - begun) / 1_000;
  process.stdout.write(`${Math.round(taken / seconds)}\n`);
  process.exit();
});
process.stdin.resume();
// What a tick that comes late has missed it sends then: the rate is kept.
for (let due = perTick; ; due = ((performance.now() - begun) / TICK) * perTick) {
  while (sent < due) post();
  await setTimeout(TICK);
}
