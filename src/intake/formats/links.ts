import { z } from 'zod';
import type { Link } from '../../alert/signal.ts';
import { httpUrl } from '../aws/console.ts';
import { anyText, isRecord } from '../leniency.ts';

const MAX_LINKS = 10;

const link = z.object({ title: anyText, url: anyText });

/** Links that a program gives, `{"title": "…", "url": "…"}` each; what is no address of the web is left out. */
export const anyLinks = z
  .unknown()
  .optional()
  .transform((value) => {
    const list: readonly unknown[] = Array.isArray(value) ? value.slice(0, MAX_LINKS) : [];
    return list.flatMap((entry): Link[] => {
      const { title, url: address } = link.parse(isRecord(entry) ? entry : {});
      const url = httpUrl(address);
      return url === undefined ? [] : [{ title: title || new URL(url).host, url }];
    });
  });
