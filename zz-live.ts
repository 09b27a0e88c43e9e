import { chromium } from 'playwright-core';
import { request } from 'node:https';
import { makeAuthority } from './demo/certificates.ts';
import { startPagerDuty } from './demo/pagerduty.ts';
import { startWorkspace } from './demo/slack/workspace.ts';
import { startSlackProxy } from './demo/slack/proxy.ts';
import { WebClient } from '@slack/web-api';
const a = await makeAuthority();
const pd = await startPagerDuty({ tls: await a.serverCertificate() });
const send = (body: object) => new Promise((ok) => { request(pd.eventsUrl+'/v2/enqueue', {method:'POST', ca: a.caPem}, (r) => { r.resume(); r.on('end', ok); }).end(JSON.stringify(body)); });
const b = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
const p = await b.newPage(); p.on('console', m => console.log('console', m.text())); p.on('pageerror', e => console.log('err', e.message));
await p.goto(pd.pageUrl);
await send({routing_key:'R'.repeat(32),event_action:'trigger',dedup_key:'x',payload:{summary:'<b>boo</b>',source:'s',severity:'critical'}});
await p.waitForSelector('article', {timeout: 8000}); console.log('live', await p.title(), await p.textContent('h2'));
await p.click('summary'); await send({routing_key:'R'.repeat(32),event_action:'resolve',dedup_key:'x'});
await p.waitForSelector('article.resolved'); console.log('still open:', await p.$eval('details', d => (d as any).open));
const w = await startWorkspace({ channels: ['#incidents', '#ops-feed'], users: [{name:'ana', realName:'Ana Díaz'},{name:'bo', realName:'Bo Lind'}] });
const proxy = await startSlackProxy({ ...w, upstream: w.apiUrl });
const c = new WebClient(w.botToken, { slackApiUrl: proxy.apiUrl });
const t = Math.floor(Date.now()/1000);
const m = await c.chat.postMessage({ channel: '#incidents', text: 'x', blocks: [
 {type:'header', text:{type:'plain_text', text:'🔴  High error rate · orders-api · prod'}},
 {type:'section', text:{type:'mrkdwn', text:`5XX share *12.4 %*, over 10 %. Since <!date^${t}^{time}|now>. Link <https://example.com/|console> esc &lt;!channel&gt; &amp; \`code\``}},
 {type:'context', elements:[{type:'mrkdwn', text:`P0 · 111122223333 us-east-1 · <!date^${t}^{date_short_pretty} {time}|now>`}]},
 {type:'actions', elements:[{type:'button', action_id:'ack', text:{type:'plain_text', text:'Acknowledge'}, style:'primary', value:'g'},{type:'overflow', action_id:'more', options:[{text:{type:'plain_text',text:'Escalate'}, value:'e'}]}]},
]});
await c.chat.postMessage({ channel: m.channel!, thread_ts: m.ts!, text: '03:12 fired' });
const s = await b.newPage({ viewport: {width: 1100, height: 600} }); await s.goto(w.url); await s.waitForTimeout(1500);
await s.getByText('incidents').first().click(); await s.waitForTimeout(500); await s.screenshot({ path: '/tmp/lsprobe/slack.png' });
await b.close(); await proxy.stop(); await w.stop(); await pd.stop();
