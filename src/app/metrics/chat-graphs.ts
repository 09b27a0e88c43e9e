import type { WebClient } from '@slack/web-api';
import { uploadPicture } from '../../delivery/slack/picture.ts';
import type { Tools } from '../../handlers/handling.ts';
import { describePicture } from '../../metrics/charts/describe.ts';
import type { ChartRenderer } from '../../metrics/charts/renderer.ts';

/** Graphs for who asks for them in the chat, with words for who can't see them. */
export function pictureIn(
  slack: WebClient,
  renderer: Pick<ChartRenderer, 'render'>,
): Tools['picture'] {
  return async (picture, signal) => {
    const png = await renderer.render(picture, signal);
    return uploadPicture(slack, { png, name: 'graph', alt: describePicture(picture) }, signal);
  };
}
