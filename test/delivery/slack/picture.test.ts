import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createSlackClient } from '../../../src/delivery/slack/client.ts';
import { uploadPicture } from '../../../src/delivery/slack/picture.ts';
import { startSlackStandIn, type SlackStandIn } from '../../support/slack-stand-in.ts';

const PICTURE = { png: new Uint8Array([137, 80, 78, 71]), name: 'graph', alt: 'latest 240 ms' };

let slack: SlackStandIn;
beforeEach(async () => {
  slack = await startSlackStandIn();
});
afterEach(() => slack.stop());

function upload(signal = new AbortController().signal) {
  return uploadPicture(createSlackClient('xoxb-1', slack.apiUrl), PICTURE, signal);
}

describe('a picture', () => {
  test('is put into Slack, and shown as soon as Slack has looked at it', async () => {
    slack.unseen = 2;
    expect(await upload()).toEqual({
      type: 'image',
      slack_file: { id: 'F0GRAPH' },
      alt_text: 'latest 240 ms',
    });
    expect(slack.uploads.map((one) => [...one])).toEqual([[137, 80, 78, 71]]);
    expect(slack.calls.map(({ method }) => method)).toEqual([
      'files.getUploadURLExternal',
      'upload',
      'files.completeUploadExternal',
      'files.info',
      'files.info',
      'files.info',
    ]);
    expect(slack.calls[0]?.args.get('length')).toBe('4');
    expect(slack.calls[2]?.args.get('files')).toBe('[{"id":"F0GRAPH","title":"graph"}]');
  });

  test('that Slack does not take is no picture', async () => {
    slack.faults.set('upload', { error: 'too_large' });
    await expect(upload()).rejects.toThrow('Slack did not take the file: HTTP 404');
    slack.faults.set('files.completeUploadExternal', { error: 'missing_scope' });
    await expect(upload()).rejects.toThrow('missing_scope');
  });

  test('that nobody waits for any more is not waited for', async () => {
    slack.unseen = 1_000;
    const waiting = new AbortController();
    const uploaded = upload(waiting.signal);
    waiting.abort(new Error('cancelled'));
    await expect(uploaded).rejects.toThrow(/cancelled|aborted/u);
  });
});
