/** How an alert differs from what was known of it. */
export type Change = 'fired' | 'resolved' | 'repeated' | 'escalated';
