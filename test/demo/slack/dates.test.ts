import { describe, expect, it } from 'vitest';
import { blocksAsPeopleSee } from '../../../demo/slack/as-people-see.ts';
import { renderDates } from '../../../demo/slack/dates.ts';

const at = Date.parse('2026-03-04T02:12:30Z');
const seconds = at / 1000;
const reader = { timeZone: 'Europe/Berlin', now: at + 7 * 60_000 };

describe('dates in Slack texts', () => {
  it.each([
    ['{time}', '03:12'],
    ['{time_secs}', '03:12:30'],
    ['{date_num}', '2026-03-04'],
    ['{date}', 'March 4, 2026'],
    ['{date_short}', 'Mar 4, 2026'],
    ['{date_long}', 'Wednesday, March 4, 2026'],
    ['{date_short_pretty} at {time}', 'today at 03:12'],
    ['{ago}', '7 minutes ago'],
  ])('shows %s in the time zone of the reader', (format, shown) => {
    expect(renderDates(`since <!date^${seconds}^${format}|03:12 UTC>!`, reader)).toBe(
      `since ${shown}!`,
    );
  });

  it('says yesterday by the calendar of the reader', () => {
    const evening = Date.parse('2026-03-03T22:59:00Z') / 1000;
    expect(renderDates(`<!date^${evening}^{date_pretty}|x>`, reader)).toBe('yesterday');
    expect(
      renderDates(`<!date^${evening}^{date_pretty}|x>`, { ...reader, timeZone: 'Asia/Tokyo' }),
    ).toBe('today');
  });

  it('keeps the link of a date', () => {
    expect(renderDates(`<!date^${seconds}^{time}^https://example.com/|x>`, reader)).toBe(
      '<https://example.com/|03:12>',
    );
  });

  it('shows the fallback of a format Slack does not know', () => {
    expect(renderDates(`<!date^${seconds}^{hour}|at three>`, reader)).toBe('at three');
  });

  it('leaves a date without fallback as it is, as Slack does', () => {
    expect(renderDates(`<!date^${seconds}^{time}>`, reader)).toBe(`<!date^${seconds}^{time}>`);
  });

  it('renders mrkdwn inside blocks, and plain text not', () => {
    const text = `<!date^${seconds}^{time}|x>`;
    const blocks = [
      { type: 'header', text: { type: 'plain_text', text } },
      { type: 'context', elements: [{ type: 'mrkdwn', text }] },
    ];
    expect(blocksAsPeopleSee(blocks, reader)).toEqual([
      { type: 'header', text: { type: 'plain_text', text } },
      { type: 'context', elements: [{ type: 'mrkdwn', text: '03:12' }] },
    ]);
  });

  it('renders what is preformatted line by line, and nothing in it as formatting', () => {
    const text = 'at     message\n10:00  <!channel> `down`';
    const table = { type: 'rich_text_preformatted', elements: [{ type: 'text', text }] };
    expect(blocksAsPeopleSee([{ type: 'rich_text', elements: [table] }], reader)).toEqual([
      {
        type: 'section',
        text: {
          type: 'mrkdwn',
          text: '`at     message`\n`10:00  <\u200b!channel> ´down´`'.replaceAll(' ', '\u00a0'),
        },
      },
    ]);
  });
});
