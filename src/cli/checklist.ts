import { Command, Option } from 'commander';
import { table } from '../alert/table.ts';
import {
  checklistBulletin,
  checklistFigures,
  listChecklists,
  postedChecklists,
  showChecklist,
} from '../app/checklists/checklists-asked.ts';
import { bulletinText } from '../app/report.ts';
import { everyText } from '../config/every.ts';
import type { ChecklistConfig } from '../config/schema/checklists.ts';
import { readConfig } from './config.ts';
import { documentCommand, printDocument } from './document.ts';
import { orUsage } from './or-usage.ts';
import { printable } from './printable.ts';
import { parseSince, type Since } from './since.ts';

const EXAMPLES = `
Examples:
  $ tocsin checklist list                    what there is, and where and when each is posted
  $ tocsin checklist show daily
  $ tocsin checklist report --since 90d      what was missed, and who looked
  $ tocsin checklist report --json | jq '.[].items'

The files stand in a folder checklists within those of runbooks.dirs; docs/checklists.md says how to write one, and
tocsin runbook lint what is wrong with one.`;

interface Options {
  readonly config?: string;
  readonly json: boolean;
}

/** Where and when, as it stands in a config. */
function postedWhen({ channel, every, at, timezone }: ChecklistConfig) {
  const [hour, minute] = [Math.floor(at / 60), at % 60].map((one) => String(one).padStart(2, '0'));
  return {
    channel,
    every: everyText(every),
    at: `${hour}:${minute}`,
    ...(timezone && { timezone }),
  };
}

/** `tocsin checklist list|show|report`: what is looked at regularly. */
export function checklistCommand(): Command {
  const command = new Command('checklist').description('the checklists: list, show, report');
  documentCommand(command, 'list', {
    description: 'what there is, and where and when each is posted',
    examples: EXAMPLES,
  }).action(({ config, json }: Options) => {
    const { found, leftOut } = listChecklists(config);
    for (const file of leftOut) {
      const text = `${file} is left out, for there are mistakes in it: see tocsin runbook lint`;
      process.stderr.write(`${printable(text)}\n`);
    }
    const rows = found.map(({ checklist: { name, title, items }, settings }) => {
      const posted = settings && postedWhen(settings);
      return { name, title, items: items.length, ...(posted && { posted }) };
    });
    const lines = rows.map(({ name, title, items, posted }) => {
      const where =
        posted === undefined
          ? 'not on schedule'
          : `${posted.channel}, ${posted.every} ${posted.at}`;
      return [name, `${items} ${items === 1 ? 'item' : 'items'}`, where, title];
    });
    printDocument(json, rows, lines.length === 0 ? 'there are no checklists' : table(lines));
  });
  const show = documentCommand(command, 'show', {
    description: 'a checklist, item by item',
    examples: EXAMPLES,
  })
    .argument('<name>', 'its name')
    .action((name: string, { config, json }: Options) => {
      const checklist = orUsage(show, () => showChecklist(config, name));
      const { title, intro, items } = checklist;
      const texts = items.map((item, at) => `## ${at + 1}. ${item.title}\n\n${item.text}`);
      const pieces = [`# ${title}`, intro, ...texts].filter((text) => text !== '');
      printDocument(json, checklist, pieces.join('\n\n'));
    });
  documentCommand(command, 'report', {
    description: 'what was missed, by checklist and item, and who looked',
    examples: EXAMPLES,
  })
    .addOption(
      new Option('--since <time>', 'from when on: 30d, or a time in ISO 8601')
        .argParser(parseSince)
        .default(parseSince('30d'), '30d'),
    )
    .action(async ({ config, json, since }: Options & { readonly since: Since }) => {
      const runs = await postedChecklists(readConfig(config).config, since);
      const text = bulletinText(checklistBulletin(runs, 'Checklists')).trimEnd();
      printDocument(json, checklistFigures(runs), text);
    });
  return command.addHelpText('after', EXAMPLES);
}
