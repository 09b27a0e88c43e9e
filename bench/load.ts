/** What the load is made of: shared by the one who signs it and the one who runs it. */
export const TOPIC = 'arn:aws:sns:us-east-1:111122223333:alarms';
export const GROUPS = 1_000;
