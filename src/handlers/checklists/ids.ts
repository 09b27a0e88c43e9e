/** The `action_id`s of a checklist's buttons; the value of those at an item is its number and the checklist's id. */
export const TICK = 'checklist:tick';
export const UNTICK = 'checklist:untick';
/** Those below open a form; their value is the checklist's id. */
export const FOUND = 'checklist:found';
export const SKIP = 'checklist:skip';
export const NOTE = 'checklist:note';

/** An item of a checklist, as the value of a button. */
export function itemValue(id: string, item: number): string {
  return `${item} ${id}`;
}

/** What `itemValue` wrote; undefined for anything else. */
export function readItemValue(
  value = '',
): { readonly id: string; readonly item: number } | undefined {
  const [, item, id] = /^(\d{1,3}) (.+)$/u.exec(value) ?? [];
  return item === undefined || id === undefined ? undefined : { id, item: Number(item) };
}
